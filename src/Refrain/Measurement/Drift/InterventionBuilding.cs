namespace Refrain.Measurement;

/// <summary>What each run's selection came to.</summary>
internal static class InterventionBuilding
{
    /// <param name="a">A's report.</param>
    /// <param name="b">B's report.</param>
    /// <param name="cosines">Of the filtered directions, by layer.</param>
    public static InterventionDrift Of(AuditReport a, AuditReport b, IReadOnlyList<double?> cosines)
    {
        var (first, second) = (Of(a), Of(b));
        return new InterventionDrift
        {
            A = first,
            B = second,
            Changed = first != second,
            Cosines = cosines,
        };
    }

    private static SelectedIntervention Of(AuditReport report) =>
        new()
        {
            Source = report.Settings.Source,
            Verdict = report.Selection.Verdict,
            Intervention = report.Selection.Intervention,
            Position = report.Selection.Position,
            Layer = report.Selection.ChosenLayer,
            AdditionLayer = report.Selection.AdditionLayer,
        };
}
