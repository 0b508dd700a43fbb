namespace Refrain.Ground.Statistics;

/// <summary>Counts of what two raters say to one yes-or-no question.</summary>
/// <param name="Both">Both say yes.</param>
/// <param name="OnlyFirst">Only the first does.</param>
/// <param name="OnlySecond">Only the second does.</param>
/// <param name="Neither">Neither does.</param>
internal readonly record struct TwoByTwo(int Both, int OnlyFirst, int OnlySecond, int Neither)
{
    /// <summary>All of them.</summary>
    public int Count => Both + OnlyFirst + OnlySecond + Neither;

    /// <summary>Those on which the raters agree.</summary>
    public int Agreed => Both + Neither;

    public static TwoByTwo operator +(TwoByTwo a, TwoByTwo b) =>
        new(a.Both + b.Both, a.OnlyFirst + b.OnlyFirst, a.OnlySecond + b.OnlySecond, a.Neither + b.Neither);
}
