using Refrain.Measurement;

namespace Refrain.Reports.Comparing;

/// <summary>A rule in words.</summary>
/// <param name="Name">In a few words.</param>
/// <param name="Help">What it means when it fails.</param>
internal sealed record RuleText(string Name, string Help)
{
    private static readonly Dictionary<DriftRule, RuleText> Texts = new()
    {
        [DriftRule.Cosine] = new(
            "cosine of the directions",
            "The language's refusal direction turned: the least cosine allowed was not kept."
        ),
        [DriftRule.RefusalDrop] = new(
            "drop of harmful refusals",
            "The untouched model refuses fewer of the same harmful prompts than before, beyond what is allowed."
        ),
        [DriftRule.HarmlessRise] = new(
            "rise of harmless refusals",
            "The untouched model refuses more of the same harmless prompts than before, beyond what is allowed."
        ),
        [DriftRule.DegenerateRise] = new(
            "rise of degenerate answers",
            "More of the untouched model's answers to harmless prompts are loops, in another language or their "
                + "prompt said back than before, beyond what is allowed."
        ),
        [DriftRule.Verdict] = new("mechanism verdict", "The language's mechanism verdict changed to one that the thresholds do not allow."),
        [DriftRule.Intervention] = new(
            "chosen intervention",
            "The selection chose another intervention, which the thresholds do not allow."
        ),
    };

    /// <summary>The words of a rule.</summary>
    public static RuleText Of(DriftRule rule) => Texts[rule];

    /// <summary>The words of the rule of an id.</summary>
    public static RuleText Of(string id) => Of(DriftRule.Of(id));
}
