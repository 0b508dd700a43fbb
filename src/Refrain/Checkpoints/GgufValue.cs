namespace Refrain.Checkpoints;

/// <summary>The types of a GGUF's keys, with their numbers in the file.</summary>
internal enum GgufType
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    Float32,
    Boolean,
    String,
    Array,
    UInt64,
    Int64,
    Float64,
}

/// <summary>Where the value of a GGUF key lies; it is decoded when it is asked for.</summary>
/// <param name="Type">Type of the value, or of the elements where <see cref="IsArray"/>.</param>
/// <param name="IsArray">True for an array.</param>
/// <param name="Count">Elements of an array; 1 for a single value.</param>
/// <param name="Offset">First byte of the value or of the first element, from the file's start.</param>
/// <param name="Length">Bytes of the value or of all elements.</param>
internal sealed record GgufValue(GgufType Type, bool IsArray, long Count, long Offset, long Length)
{
    /// <summary>Bytes of a value of a fixed size; 0 for strings and arrays.</summary>
    internal static int Size(GgufType type) =>
        type switch
        {
            GgufType.UInt8 or GgufType.Int8 or GgufType.Boolean => 1,
            GgufType.UInt16 or GgufType.Int16 => 2,
            GgufType.UInt32 or GgufType.Int32 or GgufType.Float32 => 4,
            GgufType.UInt64 or GgufType.Int64 or GgufType.Float64 => 8,
            _ => 0,
        };
}
