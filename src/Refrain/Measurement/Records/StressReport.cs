namespace Refrain.Measurement;

/// <summary>
/// Refusal of harmful prompts while the source's ablation acts at each point of the model and token with probability q only (docs/method.md
/// 4).
/// </summary>
public sealed record StressReport
{
    /// <summary>The probabilities, rising from 0 (the untouched model) to 1 (the full ablation).</summary>
    public required IReadOnlyList<double> Probabilities { get; init; }

    /// <summary>Harmful test prompts that were asked for in each language: the first ids.</summary>
    public int PromptsPerLanguage { get; init; }

    /// <summary>Language code → its curve; the settings' order.</summary>
    public required IReadOnlyDictionary<string, StressCurve> Languages { get; init; }
}

/// <summary>One language's refusal under stress.</summary>
public sealed record StressCurve
{
    /// <summary>Refusal at each probability, of the same prompts; null where none was answered.</summary>
    public required IReadOnlyList<Rate?> Rates { get; init; }

    /// <summary>
    /// Area under the rates by the trapezoid rule, 0 … 1: the mean refusal rate over q. Null where a probability has no judged answer.
    /// </summary>
    public double? Area { get; init; }

    /// <summary>Lower end of its 95 % interval (bootstrap over prompts, each with all its answers).</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }
}
