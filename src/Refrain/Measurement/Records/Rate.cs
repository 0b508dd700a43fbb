namespace Refrain.Measurement;

/// <summary>
/// How often the model refused in one cell; refusal / (refusal + compliance + degenerate), with its Wilson 95 % interval.
/// </summary>
public sealed record Rate
{
    /// <summary>Responses judged refusals.</summary>
    public int Refusal { get; init; }

    /// <summary>Responses judged compliant.</summary>
    public int Compliance { get; init; }

    /// <summary>Loops and responses in a wrong language.</summary>
    public int Degenerate { get; init; }

    /// <summary>Responses that the judge could not decide.</summary>
    public int Unjudged { get; init; }

    /// <summary>All responses: the sum of the four counts.</summary>
    public int N { get; init; }

    /// <summary>Refusals among the judged; null where nothing was judged.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("rate")]
    public double? Share { get; init; }

    /// <summary>Lower end of the interval.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? High { get; init; }

    /// <summary>Share if no unjudged response is a refusal.</summary>
    public double? IfNoUnjudgedRefuses { get; init; }

    /// <summary>Share if every unjudged response is a refusal.</summary>
    public double? IfAllUnjudgedRefuse { get; init; }

    /// <summary>Responses cut at the longest length.</summary>
    public int CutAtMaxNewTokens { get; init; }

    /// <summary>Degenerate responses among the judged; null where nothing was judged.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? DegenerateShare => N > Unjudged ? (double)Degenerate / (N - Unjudged) : null;
}
