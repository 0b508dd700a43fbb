using System.Globalization;
using Refrain.Directions;

namespace Refrain.Responses;

/// <summary>What was done to the model while it answered, and with which direction.</summary>
/// <param name="Condition">What was done.</param>
/// <param name="Source">The language that the direction is from; null at baseline.</param>
/// <param name="Control">What stood in the direction's place.</param>
/// <param name="Probability">q of <see cref="Condition.Stressed"/>, above 0 and below 1; else null.</param>
public sealed record Treatment(Condition Condition, string? Source = null, Control Control = Control.None, double? Probability = null)
{
    /// <summary>Nothing was done.</summary>
    public static Treatment Baseline { get; } = new(Condition.Baseline);

    /// <summary>Its name in keys: <c>baseline</c>, <c>en/ablated</c>, <c>en/induced/shuffled</c>, <c>en/stressed/0.3</c>.</summary>
    internal string Key =>
        string.Join(
                '/',
                (string?[])
                    [
                        Source,
                        Condition.Word(),
                        Control == Control.None ? Probability?.ToString("R", CultureInfo.InvariantCulture) : Control.Word(),
                    ]
            )
            .Trim('/');

    /// <summary>A condition under a source's own direction; the untouched model has none.</summary>
    internal static Treatment Of(Condition condition, string source) => condition == Condition.Baseline ? Baseline : new(condition, source);
}
