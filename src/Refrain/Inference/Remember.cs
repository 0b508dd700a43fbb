namespace Refrain.Inference;

/// <summary>
/// Gives back the result of finished work, or does the work and keeps its result: how stages resume without knowing a run store.
/// </summary>
/// <param name="stage">The stage, such as <c>selection</c>.</param>
/// <param name="key">What names the work within the stage, the same in every run of equal settings.</param>
/// <param name="cost">Tokens times layers to be computed, for the time left.</param>
/// <param name="compute">Does the work.</param>
internal delegate StoredItem Remember(string stage, string key, long cost, Func<byte[]> compute);

/// <summary>Remembers work by its layout.</summary>
internal static class Remembering
{
    /// <summary>A result that is kept as its layout says, and given back as it was.</summary>
    /// <exception cref="BadInputException">What was kept is damaged.</exception>
    public static T Item<T>(this Remember remember, string key, long cost, Func<T> compute)
        where T : IItemLayout<T> => T.Decode(remember(T.Stage, key, cost, () => compute().Encode()));
}
