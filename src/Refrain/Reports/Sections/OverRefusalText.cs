using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>What a row is of.</summary>
internal enum OverRefusalRowKind
{
    /// <summary>A language of the suite.</summary>
    Language,

    /// <summary>A file, in one language.</summary>
    File,

    /// <summary>A type of a file's prompts.</summary>
    Type,
}

/// <summary>Two rates side by side.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">The language's code, the file's name or the type.</param>
/// <param name="Of">A file's language, or null.</param>
/// <param name="First">Harmless, or safe prompts; null: none.</param>
/// <param name="Second">Prompts that sound alarming, or unsafe ones; null: none.</param>
internal sealed record OverRefusalRow(
    OverRefusalRowKind Kind,
    string Name,
    string? Of,
    ByCondition<Rate>? First,
    ByCondition<Rate>? Second
);

/// <summary>Over-refusal as the HTML, the Markdown report and the terminal show it.</summary>
internal static class OverRefusalText
{
    private const string Contrast = "contrast_";

    /// <summary>What a file chosen by another model's refusals says.</summary>
    public const string Chosen =
        "This file carries another model's answers, all of them refusals: "
        + "its prompts were chosen by what that model refused, so this is no rate of the whole set.";

    /// <summary>The suite's languages, the one that over-refuses most first.</summary>
    public static IEnumerable<OverRefusalRow> Languages(AuditReport report) =>
        report
            .Languages.Select(pair => new OverRefusalRow(
                OverRefusalRowKind.Language,
                pair.Key,
                null,
                Measured(pair.Value.Rates.Harmless),
                Measured(pair.Value.Rates.Borderline)
            ))
            .Where(row => row.First is not null || row.Second is not null)
            .OrderByDescending(row => Math.Max(Share(row.First), Share(row.Second)));

    /// <summary>A file's languages, each with its types; an unsafe type stands beside the safe one that it contrasts with.</summary>
    public static IEnumerable<OverRefusalRow> Rows(OverRefusalReport set)
    {
        foreach ((string language, var rates) in set.Languages)
        {
            yield return new OverRefusalRow(
                OverRefusalRowKind.File,
                set.Name,
                LanguageNames.English(language),
                Measured(rates.Safe),
                Measured(rates.Unsafe)
            );
            var contrasts = rates.Types.Where(type => type.Unsafe).ToList();
            foreach (var type in rates.Types.Where(type => !type.Unsafe))
            {
                int beside = contrasts.FindIndex(other => other.Type == Contrast + type.Type || other.Type == type.Type);
                yield return new OverRefusalRow(
                    OverRefusalRowKind.Type,
                    Words(type.Type),
                    null,
                    Measured(type.Rates),
                    beside < 0 ? null : Measured(contrasts[beside].Rates)
                );
                if (beside >= 0)
                {
                    contrasts.RemoveAt(beside);
                }
            }

            foreach (var type in contrasts)
            {
                yield return new OverRefusalRow(OverRefusalRowKind.Type, Words(type.Type), null, null, Measured(type.Rates));
            }
        }
    }

    /// <summary>What the numbers of files are.</summary>
    public static string Caption(IReadOnlyList<OverRefusalReport> sets) =>
        $"Files beside the suite: safe prompts that are refused{(sets.Any(Unsafe) ? ", and unsafe ones worded alike" : "")}, "
        + $"with 95% intervals (Wilson).";

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
    public static IEnumerable<string> Lines(OverRefusalReport set) =>
        set.Languages.Select(pair =>
        {
            string Said(string what, Rate? rate) =>
                rate is null
                    ? ""
                    : $"{Figures.Percent(rate.Share)} of {what} prompts refused ({Figures.Interval(rate.Low, rate.High)}, "
                        + $"n {rate.N}{string.Concat(Beside(rate).Select(text => ", " + text))})";
            string[] parts =
            [
                .. new[] { Said("safe", pair.Value.Safe.Baseline), Said("unsafe", pair.Value.Unsafe.Baseline) }.Where(part =>
                    part.Length > 0
                ),
            ];
            return $"{set.Name} ({pair.Key}): {string.Join("; ", parts)}";
        });

    private static bool Unsafe(OverRefusalReport set) => set.Languages.Values.Any(rates => Measured(rates.Unsafe) is not null);

    private static string Words(string type) => type.Replace('_', ' ');

    private static double Share(ByCondition<Rate>? rates) => rates?.Baseline?.Share ?? -1;

    private static ByCondition<Rate>? Measured(ByCondition<Rate> rates) => rates.Baseline is null ? null : rates;
}
