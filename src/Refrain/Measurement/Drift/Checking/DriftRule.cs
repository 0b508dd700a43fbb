using System.Text.Json.Serialization;
using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>A kind of threshold.</summary>
/// <param name="Id">As in files, for example <c>refusal-drop</c>.</param>
/// <param name="Name">In a few words.</param>
/// <param name="Help">What it means when it fails.</param>
public sealed record DriftRule(string Id, string Name, string Help)
{
    /// <summary>True: a fall is what is limited; else a rise.</summary>
    internal bool LimitsFall { get; private init; }

    internal static readonly DriftRule Cosine = new(
        "direction-cosine",
        "cosine of the directions",
        "The language's refusal direction turned: the least cosine allowed was not kept."
    );
    internal static readonly DriftRule RefusalDrop = new(
        "refusal-drop",
        "drop of harmful refusals",
        "The untouched model refuses fewer of the same harmful prompts than before, beyond what is allowed."
    )
    {
        LimitsFall = true,
    };
    internal static readonly DriftRule HarmlessRise = new(
        "harmless-refusal-rise",
        "rise of harmless refusals",
        "The untouched model refuses more of the same harmless prompts than before, beyond what is allowed."
    );
    internal static readonly DriftRule DegenerateRise = new(
        "degenerate-rise",
        "rise of degenerate answers",
        "More of the untouched model's answers to harmless prompts are loops, in another language or their prompt said back than before, beyond what is allowed."
    );
    internal static readonly DriftRule Verdict = new(
        "verdict-change",
        "mechanism verdict",
        "The language's mechanism verdict changed to one that the thresholds do not allow."
    );
    internal static readonly DriftRule Intervention = new(
        "intervention-change",
        "chosen intervention",
        "The selection chose another intervention, which the thresholds do not allow."
    );

    /// <summary>Every rule, in the order of reports.</summary>
    public static IReadOnlyList<DriftRule> All { get; } = [RefusalDrop, HarmlessRise, DegenerateRise, Cosine, Verdict, Intervention];

    /// <summary>The rule of an id.</summary>
    public static DriftRule Of(string id) => All.First(rule => rule.Id == id);
}
