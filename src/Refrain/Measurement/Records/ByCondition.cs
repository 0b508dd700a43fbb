using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>A measurement for each condition; null: not measured.</summary>
public sealed record ByCondition<T>
    where T : class
{
    /// <summary>The untouched model.</summary>
    public T? Baseline { get; init; }

    /// <summary>Under ablation of the source's direction.</summary>
    public T? Ablated { get; init; }

    /// <summary>With the source's direction added.</summary>
    public T? Induced { get; init; }

    /// <summary>That of one condition; of ablation with a probability there is none.</summary>
    public T? Of(Condition condition) =>
        condition switch
        {
            Condition.Baseline => Baseline,
            Condition.Ablated => Ablated,
            Condition.Induced => Induced,
            _ => null,
        };

    internal static ByCondition<T> Of(Func<Condition, T?> measure) =>
        new()
        {
            Baseline = measure(Condition.Baseline),
            Ablated = measure(Condition.Ablated),
            Induced = measure(Condition.Induced),
        };
}
