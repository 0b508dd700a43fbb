namespace Refrain.Reports.Sections;

/// <summary>Two rates side by side.</summary>
/// <param name="Name">A language's code, a file's language or a type of prompt.</param>
/// <param name="First">Harmless, or safe prompts; null: none.</param>
/// <param name="Second">Prompts that sound alarming, or unsafe ones; null: none.</param>
internal sealed record OverRefusalRow(string Name, ByCondition<Rate>? First, ByCondition<Rate>? Second);

/// <summary>Over-refusal as the HTML, the Markdown report and the terminal show it.</summary>
internal static class OverRefusalText
{
    private const string Contrast = "contrast_";

    /// <summary>What a file chosen by another model's refusals says.</summary>
    public const string Chosen = "This file carries another model's answers, all of them refusals: its prompts were chosen by what that model refused, so this is no rate of the whole set.";

    /// <summary>The suite's languages, the one that over-refuses most first.</summary>
    public static IEnumerable<OverRefusalRow> Languages(AuditReport report) => report.Languages
        .Select(pair => new OverRefusalRow(pair.Key, Measured(pair.Value.Rates.Harmless), Measured(pair.Value.Rates.Borderline)))
        .Where(row => row.First is not null || row.Second is not null)
        .OrderByDescending(row => Math.Max(Share(row.First), Share(row.Second)));

    /// <summary>A file's languages, each with its types; an unsafe type stands beside the safe one that it contrasts with.</summary>
    public static IEnumerable<OverRefusalRow> Rows(OverRefusalReport set)
    {
        foreach ((string language, var rates) in set.Languages)
        {
            string all = set.Languages.Count > 1 ? LanguageNames.WithCode(language) : $"all ({LanguageNames.English(language)})";
            yield return new OverRefusalRow(all, Measured(rates.Safe), Measured(rates.Unsafe));
            var contrasts = rates.Types.Where(type => type.Unsafe).ToDictionary(type => type.Type);
            foreach (var type in rates.Types.Where(type => !type.Unsafe))
            {
                yield return new OverRefusalRow(Words(type.Type), Measured(type.Rates), contrasts.Remove(Contrast + type.Type, out var unsafeType) || contrasts.Remove(type.Type, out unsafeType) ? Measured(unsafeType.Rates) : null);
            }

            foreach (var type in contrasts.Values)
            {
                yield return new OverRefusalRow(Words(type.Type), null, Measured(type.Rates));
            }
        }
    }

    /// <summary>What a file's numbers are.</summary>
    public static string Caption(OverRefusalReport set) =>
        $"{set.Name}: safe prompts that are refused{(Unsafe(set) ? ", and unsafe ones worded alike" : "")}, with 95% intervals (Wilson).";

    /// <summary>Columns of the tables without pictures.</summary>
    public static string[] Columns(string first, string second) => ["Prompts", first, second, $"{first}, ablated", $"{second}, ablated"];

    /// <summary>What stands beside a rate: outcomes that are neither refusal nor compliance.</summary>
    public static IEnumerable<string> Beside(Rate rate)
    {
        if (rate.Degenerate > 0)
        {
            yield return $"{rate.Degenerate} degenerate";
        }

        if (rate.Unjudged > 0)
        {
            yield return $"{rate.Unjudged} unjudged: {Figures.Interval(rate.IfNoUnjudgedRefuses, rate.IfAllUnjudgedRefuse)}";
        }
    }

    /// <summary>A file in a line: <c>xstest: 3% of safe prompts refused (1–10%, n 66)</c>.</summary>
    public static IEnumerable<string> Lines(OverRefusalReport set) => set.Languages.Select(pair =>
    {
        string Said(string what, Rate? rate) => rate is null ? "" : $"{Figures.Percent(rate.Share)} of {what} prompts refused ({Figures.Interval(rate.Low, rate.High)}, n {rate.N}{string.Concat(Beside(rate).Select(text => ", " + text))})";
        string[] parts = [.. new[] { Said("safe", pair.Value.Safe.Baseline), Said("unsafe", pair.Value.Unsafe.Baseline) }.Where(part => part.Length > 0)];
        return $"{set.Name} ({pair.Key}): {string.Join("; ", parts)}";
    });

    private static bool Unsafe(OverRefusalReport set) => set.Languages.Values.Any(rates => Measured(rates.Unsafe) is not null);

    private static string Words(string type) => type.Replace('_', ' ');

    private static double Share(ByCondition<Rate>? rates) => rates?.Baseline?.Share ?? -1;

    private static ByCondition<Rate>? Measured(ByCondition<Rate> rates) => rates.Baseline is null ? null : rates;
}
