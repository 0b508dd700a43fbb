namespace Refrain.Inference;

/// <summary>In which arithmetic a model's linear layers are computed.</summary>
public enum Precision
{
    /// <summary>float32: the reference.</summary>
    Exact,

    /// <summary>
    /// Weights of 8 bits, or of 4 where the file holds such, times activations quantised to 8 bits; norms, attention and hooks in float32.
    /// </summary>
    Fast,
}

/// <summary>A precision as the command line and the files write it.</summary>
internal static class PrecisionNames
{
    public static string Word(this Precision precision) => precision == Precision.Fast ? "fast" : "exact";
}
