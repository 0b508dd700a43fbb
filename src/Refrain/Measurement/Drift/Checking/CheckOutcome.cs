using System.Text.Json.Serialization;
using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>What a threshold came to.</summary>
[JsonConverter(typeof(CheckOutcomeConverter))]
public enum CheckOutcome
{
    /// <summary>The whole interval is within what is allowed.</summary>
    Pass,

    /// <summary>The interval holds the limit, or nothing was measured: more prompts would decide.</summary>
    Undecided,

    /// <summary>The whole interval is beyond the limit, and the change beyond chance.</summary>
    Fail,
}

/// <summary>Writes <c>pass</c>, <c>undecided</c> and <c>fail</c>.</summary>
internal sealed class CheckOutcomeConverter() : JsonStringEnumConverter<CheckOutcome>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);

/// <summary>One threshold in one language.</summary>
public sealed record DriftCheck
{
    /// <summary>One of <see cref="DriftRule.All"/>, by its id.</summary>
    public required string Rule { get; init; }

    /// <summary>Language code; null of what is of the whole run.</summary>
    public string? Language { get; init; }

    /// <summary>What it came to.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>The limit; null where the rule has none.</summary>
    public double? Limit { get; init; }

    /// <summary>What was measured, so that it can be held against the limit; null where nothing was.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval that decided.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>A's verdict, of a rule about verdicts; else null.</summary>
    public string? From { get; init; }

    /// <summary>B's verdict.</summary>
    public string? To { get; init; }

    /// <summary>What decided, in a sentence.</summary>
    public required string Message { get; init; }
}

/// <summary>A kind of threshold.</summary>
/// <param name="Id">As in files, for example <c>refusal-drop</c>.</param>
/// <param name="Name">In a few words.</param>
/// <param name="Help">What it means when it fails.</param>
public sealed record DriftRule(string Id, string Name, string Help)
{
    internal static readonly DriftRule Cosine = new(
        "direction-cosine",
        "cosine of the directions",
        "The language's refusal direction turned: the least cosine allowed was not kept."
    );
    internal static readonly DriftRule RefusalDrop = new(
        "refusal-drop",
        "drop of harmful refusals",
        "The untouched model refuses fewer of the same harmful prompts than before, beyond what is allowed."
    );
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
