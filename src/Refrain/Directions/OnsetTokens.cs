namespace Refrain.Directions;

/// <summary>A token with which refusals start.</summary>
/// <param name="Id">The token.</param>
/// <param name="Difference">Its mean first-token probability over harmful prompts less that over harmless ones.</param>
internal sealed record OnsetToken(int Id, double Difference);

/// <summary>Finds a model's refusal-onset tokens in one language from data, where published work lists them by hand.</summary>
internal static class OnsetTokens
{
    /// <summary>Least difference of mean first-token probability.</summary>
    public const double Least = 0.02;

    /// <summary>Most tokens of one language.</summary>
    public const int Most = 8;

    /// <summary>
    /// Tokens t with q_t(harmful) − q_t(harmless) ≥ 0.02, largest first; empty: refusals have no onset here, which is a verdict and no
    /// error.
    /// </summary>
    /// <param name="harmful">Mean first-token probabilities over harmful train prompts, [vocabulary].</param>
    /// <param name="harmless">The same over harmless ones.</param>
    public static IReadOnlyList<OnsetToken> Find(double[] harmful, double[] harmless) =>
        [
            .. Enumerable
                .Range(0, harmful.Length)
                .Select(token => new OnsetToken(token, harmful[token] - harmless[token]))
                .Where(token => token.Difference >= Least)
                .OrderByDescending(token => token.Difference)
                .ThenBy(token => token.Id)
                .Take(Most),
        ];
}
