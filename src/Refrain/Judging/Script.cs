namespace Refrain.Judging;

/// <summary>The writing systems of the phrase lists. Japanese and Chinese share Han characters.</summary>
internal enum Script
{
    Latin,
    Cyrillic,
    Arabic,
    Thai,
    Korean,
    Japanese,
    Han,
    Other,
}
