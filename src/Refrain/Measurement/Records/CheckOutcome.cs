using System.Text.Json.Serialization;

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
