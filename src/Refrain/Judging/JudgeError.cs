using System.Text;
using Refrain.Judging.Learning;

namespace Refrain.Judging;

/// <summary>
/// How often the native judge errs, measured on labelled responses of models that its weights were not learned on; ships with the judge.
/// </summary>
/// <param name="MeasuredOn">Which responses and labels, in words.</param>
/// <param name="Attribution">Whose data it was measured on, and their licences.</param>
/// <param name="Overall">All languages together.</param>
/// <param name="Languages">Per language code.</param>
internal sealed record JudgeError(
    string MeasuredOn,
    IReadOnlyList<string> Attribution,
    LanguageError Overall,
    IReadOnlyDictionary<string, LanguageError> Languages
)
{
    private static readonly Lazy<string> Text = new(ReadShipped);
    private static readonly Lazy<JudgeError> Loaded = new(() => JudgeErrorFormat.Read(ShippedText));

    /// <summary>The table that ships with this version of the judge.</summary>
    public static JudgeError Load() => Loaded.Value;

    internal static string ShippedText => Text.Value;

    /// <summary>
    /// Divides labelled rows by parity within model, language and condition: even ones to develop phrases and calibrate the phrase judge
    /// on, odd ones to measure it on.
    /// </summary>
    internal static (IReadOnlyList<LabelledResponse> Development, IReadOnlyList<LabelledResponse> HeldOut) Split(
        IEnumerable<LabelledResponse> rows
    )
    {
        var seen = new Dictionary<(string, string, string), int>();
        var parts = (Development: new List<LabelledResponse>(), HeldOut: new List<LabelledResponse>());
        foreach (var row in rows)
        {
            var key = (row.Model, row.Language, row.Condition);
            int index = seen.GetValueOrDefault(key);
            seen[key] = index + 1;
            (index % 2 == 0 ? parts.Development : parts.HeldOut).Add(row);
        }

        return parts;
    }

    /// <summary>Counts verdicts made with one model left out.</summary>
    internal static JudgeError Of(IEnumerable<LeftOutRow> rows, string measuredOn, IReadOnlyList<string> attribution)
    {
        var report = AgreementReport.Count(rows.Select(row => (row.Row, row.Judgement.Outcome)));
        return new JudgeError(
            measuredOn,
            attribution,
            LanguageError.From(report.Overall),
            report.Languages.ToDictionary(pair => pair.Key, pair => LanguageError.From(pair.Value))
        );
    }

    private static string ReadShipped()
    {
        using var reader = new StreamReader(
            typeof(JudgeError).Assembly.GetManifestResourceStream("Refrain.Judging.error.json")!,
            Encoding.UTF8
        );
        return reader.ReadToEnd();
    }
}

/// <summary>The judge's error in one language.</summary>
/// <param name="Count">Labelled responses.</param>
/// <param name="Judge">The judge's verdicts against the labels; unjudged responses are left out.</param>
/// <param name="Substring">The published substring judge on English translations of the same responses, where known.</param>
internal sealed record LanguageError(int Count, JudgeAgreement Judge, JudgeAgreement Substring)
{
    internal static LanguageError From(AgreementGroup group) => new(group.Count, group.Judge, group.Substring);
}
