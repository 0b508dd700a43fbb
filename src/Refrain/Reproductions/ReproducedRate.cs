using Refrain.Judging;

namespace Refrain.Reproductions;

/// <summary>A row of the paper's tables beside what its released responses and labels give.</summary>
/// <param name="Published">As published.</param>
internal sealed record ReproducedRate(PublishedRate Published)
{
    /// <summary>Largest difference of two writings of one share of counts.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Why nothing can be computed; null: it was.</summary>
    public string? Missing { get; init; }

    /// <summary>Responses.</summary>
    public int Count { get; init; }

    /// <summary>Not refused, by the released labels of the substring judge; with a Wilson interval, as all shares here.</summary>
    public Share Substring { get; init; }

    /// <summary>Not refused, by the released labels of WildGuard.</summary>
    public Share WildGuard { get; init; }

    /// <summary>Harmful, by the released labels of WildGuard.</summary>
    public Share Harmful { get; init; }

    /// <summary>
    /// Not refused, by the product's own judge on the openings in their own language; what it could not judge is outside.
    /// </summary>
    public Share Native { get; init; }

    /// <summary>Published figures with the figure that was computed for each; empty where nothing could be.</summary>
    public IReadOnlyList<(string Name, double Published, Share Computed)> Figures =>
        Missing is not null
            ? []
            :
            [
                ("substring", Published.Substring, Substring),
                ("wildguard", Published.WildGuard, WildGuard),
                (PublishedRate.HarmfulResponse, Published.Harmful, Harmful),
            ];

    /// <summary>Whether a published figure and what the labels give are the same.</summary>
    public static bool Same(double published, Share computed) => computed.Value is { } value && Math.Abs(published - value) <= Rounding;
}
