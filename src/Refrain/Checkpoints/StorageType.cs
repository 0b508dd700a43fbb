namespace Refrain.Checkpoints;

/// <summary>How a tensor's numbers are stored in its file.</summary>
/// <remarks>
/// <see cref="Checkpoint.Read(string, Span{float})"/> turns the floating point types and the GGUF block types into float32;
/// the plain integers and F64 may stand in a file, but are refused by name when read.
/// </remarks>
internal enum StorageType
{
    F32,
    F16,
    BF16,
    Q8_0,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q2_K,
    Q3_K,
    Q4_K,
    Q5_K,
    Q6_K,
    F64,
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    Bool,
}
