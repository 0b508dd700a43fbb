using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Reports.Sections;
using Refrain.Responses;

namespace Refrain.Reports;

/// <summary>Sentences that the HTML and the Markdown report share.</summary>
internal static class Wording
{
    /// <summary>
    /// What the numbers under ablation are for, as a phrase after "for": <c>affine ablation of the English direction (position −1, from
    /// layer 12)</c>.
    /// </summary>
    public static string Intervention(AuditReport report)
    {
        string source = LanguageNames.English(report.Settings.Source);
        string position = Figures.Number(report.Selection.Position, "0");
        return report.Selection.Intervention switch
        {
            AblationKind.Affine =>
                $"affine ablation of the {source} direction (position {position}, from layer {report.Selection.FirstLayer})",
            AblationKind.Zero => $"zero ablation of the {source} direction (position {position}, "
                + $"layer {report.Selection.Layer}, {report.Settings.Convention.Word()} convention)",
            _ => "not measured, for lack of a direction",
        };
    }

    /// <summary>What the numbers under addition are for.</summary>
    public static string Addition(AuditReport report) =>
        report.Selection.AdditionLayer is { } layer
            ? $"addition of the {LanguageNames.English(report.Settings.Source)} direction at layer "
                + $"{layer} (position {Figures.Number(report.Selection.Position, "0")}, unnormalised)"
            : "not measured, for lack of a direction";

    /// <summary>Which intervention each condition's numbers are for.</summary>
    public static string Conditions(AuditReport report) =>
        report.Selection.Intervention is null
            ? "the untouched model; nothing was ablated or added, for lack of a direction."
            : $"baseline: the untouched model; ablated: {Intervention(report)}; induced: {Addition(report)}.";

    /// <summary>Where it refuses, in one sentence.</summary>
    public static string Finding(AuditReport report)
    {
        if (report.Languages.Count == 0)
        {
            return "Nothing was measured.";
        }

        if (report.Languages.Count == 1)
        {
            var (code, only) = report.Languages.First();
            return only.Rates.Harmful.Baseline is { Share: not null } rate
                ? $"In {LanguageNames.English(code)} it refuses {Figures.Percent(rate.Share)} "
                    + $"of harmful requests ({Figures.Interval(rate.Low, rate.High)}): {only.Verdict.Word()}."
                : $"In {LanguageNames.English(code)} no harmful request was measured.";
        }

        string[] parts =
        [
            Part(report, LanguageVerdict.Refuses, "refuses harmful requests in"),
            Part(report, LanguageVerdict.Unprotected, "is unprotected in"),
            Part(report, LanguageVerdict.Undecided, "is undecided in"),
            Part(report, LanguageVerdict.NotMeasured, "was not measured in"),
        ];
        string[] said = [.. parts.Where(part => part.Length > 0)];
        return $"Of {report.Languages.Count} languages, it {string.Join("; it ", said)}.";
    }

    /// <summary>Which intervention takes refusal out, and in how many languages, in one sentence.</summary>
    public static string InterventionFinding(AuditReport report)
    {
        string source = LanguageNames.English(report.Settings.Source);
        if (report.Selection.Intervention is null)
        {
            return $"In {source}, the source language: {report.Selection.Verdict.Word()}. So only the untouched model was measured.";
        }

        (int lowered, int measured) = report.Transfer is { } transfer
            ? TransferText.Count(transfer, report.Settings.Source, Condition.Ablated)
            : (0, 0);
        string how = report.Transfer is { Controls: true }
            ? "beyond chance and more than directions do that should do nothing"
            : "beyond chance";
        string others = measured == 0 ? "" : $" It lowers refusal in {lowered} of {measured} other languages, {how}.";
        return $"What takes refusal out is {Intervention(report)}.{others}";
    }

    /// <summary>Stands where the numbers are not float32's.</summary>
    public const string FastBadge = "fast: 8-bit arithmetic";

    /// <summary>What stands where a fast audit had no sample.</summary>
    public const string NotCompared =
        "The two arithmetics were not compared: the source language has no train prompts of one of the classes.";

    /// <summary>That an audit's numbers are not float32's, and by how much on a sample; null of an exact one.</summary>
    public static string? Precision(AuditReport report) =>
        report.Settings.Precision != Inference.Precision.Fast
            ? null
            : "Computed in 8-bit arithmetic (--precision fast): these are not reference numbers. "
                + (report.Precision is { } precision ? Sentence(Comparison(precision)) : NotCompared);

    /// <summary>What a comparison of both arithmetics found, as one sentence that begins small.</summary>
    public static string Comparison(PrecisionReport precision)
    {
        string scores = precision.ScoreDifferenceMean is null
            ? ""
            : $"refusal scores differ by {Figures.Number(precision.ScoreDifferenceMean, "0.000")} "
                + $"(at most {Figures.Number(precision.ScoreDifferenceMax, "0.000")}), ";
        string cosines = precision.CosineMean is null
            ? ""
            : $"cosine of the directions {Figures.Number(precision.CosineMean, "0.0000")} "
                + $"(least {Figures.Number(precision.CosineMin, "0.0000")}), ";
        return $"against float32 on {precision.Prompts} prompts: "
            + $"next-token divergence {Figures.Divergence(precision.DivergenceMean)} nats (at most "
            + $"{Figures.Divergence(precision.DivergenceMax)}), "
            + $"{scores}{cosines}same likeliest token in {precision.SameToken} of {precision.Prompts}.";
    }

    /// <summary>Marks numbers from prompts that the other languages did not get.</summary>
    public const string OtherPromptsMark = "†";

    /// <summary>What the mark means.</summary>
    public const string OtherPromptsNote = "† other prompts than in the other languages: left out of comparisons between languages.";

    /// <summary>The product and its version.</summary>
    public static string Product(AuditReport report) => $"Refrain {report.ProductVersion}".TrimEnd();

    /// <summary>The text with a capital first letter.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Part(AuditReport report, LanguageVerdict verdict, string words)
    {
        string[] codes = [.. report.Languages.Where(pair => pair.Value.Verdict == verdict).Select(pair => pair.Key)];
        return codes.Length == 0 ? "" : $"{words} {codes.Length} ({LanguageNames.List(codes)})";
    }
}
