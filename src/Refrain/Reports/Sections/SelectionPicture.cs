namespace Refrain.Reports.Sections;

/// <summary>Every candidate of one sweep as a cell, position by layer, coloured by what became of it.</summary>
internal static class SelectionPicture
{
    private const int Label = 78, Cell = 26, Height = 22, Top = 22;

    public static Html Build(string kind, IReadOnlyList<CandidateReport> candidates, SelectionReport selection)
    {
        int[] positions = [.. candidates.Select(candidate => candidate.Position).Distinct().Order()];
        int first = candidates.Min(candidate => candidate.AnyLayer ?? 0), last = candidates.Max(candidate => candidate.AnyLayer ?? 0);
        // Limits differ between the sweeps, colours must not: a reason's colour goes by its first word.
        string[] words = [.. selection.Candidates.Select(candidate => Word(candidate.Discarded)).OfType<string>().Distinct()];
        string[] reasons = [.. candidates.Select(candidate => candidate.Discarded).OfType<string>().Distinct()];
        int width = Label + (Cell * (last - first + 1)) + 2, height = Top + (Height * positions.Length) + 4;
        string title = kind == "affine" ? "Affine ablation: position by first layer" : "Zero ablation: position by layer";
        return Html.Of($"""
            <figure><figcaption>{title}. {candidates.Count(candidate => candidate.Discarded is null)} of {candidates.Count} candidates passed.</figcaption>
            <div class="scroll" role="region" tabindex="0" aria-label="{title}">
            <svg class="cells" viewBox="0 0 {width} {height}" style="max-width:{width * 1.3}px;min-width:{width * 0.7}px" role="img" aria-label="{title}">
            {Enumerable.Range(first, last - first + 1).Select(layer => Html.Of($"""<text class="label middle" x="{Label + (Cell * (layer - first)) + (Cell / 2)}" y="15">{layer}</text>"""))}
            {positions.Index().Select(row => Html.Of($"""<text class="label end" x="{Label - 8}" y="{Top + (Height * row.Index) + 15}">{Figures.Number(row.Item, "0")}</text>"""))}
            {candidates.Select(candidate => Square(candidate, Array.IndexOf(positions, candidate.Position), first, words, selection))}
            </svg></div>
            <p class="note legend"><span class="entry"><span class="key fate passed"></span> passed (★ chosen)</span> {reasons.Select(reason => Html.Of($"""<span class="entry"><span class="key fate {Fate(reason, words)}"></span> {reason}</span> """))}</p></figure>

            """);
    }

    /// <summary>True for the candidate that was chosen.</summary>
    internal static bool IsChosen(CandidateReport candidate, SelectionReport selection) =>
        candidate.Kind == selection.Intervention && candidate.Position == selection.Position && candidate.AnyLayer == selection.ChosenLayer;

    private static string? Word(string? reason) => reason?.Split(' ', ':')[0];

    private static string Fate(string? reason, string[] words) => reason is null ? "passed" : $"out{Array.IndexOf(words, Word(reason)) % 4}";

    private static Html Square(CandidateReport candidate, int row, int first, string[] words, SelectionReport selection)
    {
        int x = Label + (Cell * ((candidate.AnyLayer ?? first) - first)), y = Top + (Height * row);
        string fate = Fate(candidate.Discarded, words);
        var star = Html.If(IsChosen(candidate, selection), Html.Of($"""<text class="star middle" x="{x + (Cell / 2)}" y="{y + 16}">★</text>"""));
        string numbers = $"ablated {CandidateText.Ablated(candidate)}, induced {Figures.Score(candidate.InducedRefusalScore)}, divergence {CandidateText.Divergence(candidate)}{CandidateText.Prompts(candidate)}";
        return Html.Of($"""
            <rect class="fate {fate}" x="{x + 1}" y="{y + 1}" width="{Cell - 2}" height="{Height - 2}"><title>position {Figures.Number(candidate.Position, "0")}, layer {candidate.AnyLayer ?? 0}: {numbers}; {candidate.Discarded ?? "passed"}</title></rect>{star}

            """);
    }
}
