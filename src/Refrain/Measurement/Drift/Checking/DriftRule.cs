namespace Refrain.Measurement;

/// <summary>A kind of threshold.</summary>
/// <param name="Id">As in files, for example <c>refusal-drop</c>.</param>
public sealed record DriftRule(string Id)
{
    /// <summary>True: a fall is what is limited; else a rise.</summary>
    internal bool LimitsFall { get; private init; }

    internal static readonly DriftRule Cosine = new("direction-cosine");
    internal static readonly DriftRule RefusalDrop = new("refusal-drop") { LimitsFall = true };
    internal static readonly DriftRule HarmlessRise = new("harmless-refusal-rise");
    internal static readonly DriftRule DegenerateRise = new("degenerate-rise");
    internal static readonly DriftRule Verdict = new("verdict-change");
    internal static readonly DriftRule Intervention = new("intervention-change");

    /// <summary>Every rule, in the order of reports.</summary>
    public static IReadOnlyList<DriftRule> All { get; } = [RefusalDrop, HarmlessRise, DegenerateRise, Cosine, Verdict, Intervention];

    /// <summary>The rule of an id.</summary>
    public static DriftRule Of(string id) => All.First(rule => rule.Id == id);
}
