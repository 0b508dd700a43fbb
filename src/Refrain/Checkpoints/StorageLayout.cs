using System.Collections.Frozen;

namespace Refrain.Checkpoints;

/// <summary>Elements and bytes of one block of a <see cref="StorageType"/>, and its names in the file formats.</summary>
internal static class StorageLayout
{
    /// <summary>Types that can be read as float32.</summary>
    public const string Readable = "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K or Q6_K";

    private static readonly FrozenDictionary<string, StorageType> Safetensors = new[]
    {
        StorageType.F32,
        StorageType.F16,
        StorageType.BF16,
        StorageType.F64,
        StorageType.I64,
        StorageType.I32,
        StorageType.I16,
        StorageType.I8,
        StorageType.U64,
        StorageType.U32,
        StorageType.U16,
        StorageType.U8,
        StorageType.Bool,
    }.ToFrozenDictionary(type => type.ToString().ToUpperInvariant());

    // Numbers of ggml_type in ggml.h; the ones without a StorageType are here so that an error can say their name.
    private static readonly FrozenDictionary<uint, string> Gguf = new Dictionary<uint, string>
    {
        [0] = "F32",
        [1] = "F16",
        [2] = "Q4_0",
        [3] = "Q4_1",
        [4] = "Q4_2",
        [5] = "Q4_3",
        [6] = "Q5_0",
        [7] = "Q5_1",
        [8] = "Q8_0",
        [9] = "Q8_1",
        [10] = "Q2_K",
        [11] = "Q3_K",
        [12] = "Q4_K",
        [13] = "Q5_K",
        [14] = "Q6_K",
        [15] = "Q8_K",
        [16] = "IQ2_XXS",
        [17] = "IQ2_XS",
        [18] = "IQ3_XXS",
        [19] = "IQ1_S",
        [20] = "IQ4_NL",
        [21] = "IQ3_S",
        [22] = "IQ2_S",
        [23] = "IQ4_XS",
        [24] = "I8",
        [25] = "I16",
        [26] = "I32",
        [27] = "I64",
        [28] = "F64",
        [29] = "IQ1_M",
        [30] = "BF16",
        [31] = "Q4_0_4_4",
        [32] = "Q4_0_4_8",
        [33] = "Q4_0_8_8",
        [34] = "TQ1_0",
        [35] = "TQ2_0",
        [36] = "IQ4_NL_4_4",
        [37] = "IQ4_NL_4_8",
        [38] = "IQ4_NL_8_8",
        [39] = "MXFP4",
    }.ToFrozenDictionary();

    /// <summary>The type with this <c>dtype</c> in a safetensors header, or null.</summary>
    public static StorageType? OfSafetensors(string dtype) => Safetensors.TryGetValue(dtype, out StorageType type) ? type : null;

    /// <summary>The type with this number in a GGUF's tensor list, or null.</summary>
    public static StorageType? OfGguf(uint number) =>
        Gguf.TryGetValue(number, out string? name) && Enum.TryParse(name, out StorageType type) ? type : null;

    /// <summary>The name that llama.cpp gives to a type number.</summary>
    public static string GgufName(uint number) => Gguf.GetValueOrDefault(number, $"number {number}");

    /// <summary>True where the type can be turned into float32.</summary>
    public static bool IsReadable(this StorageType type) => type <= StorageType.Q6_K;

    /// <summary>Elements of one block; the innermost dimension is a multiple of it.</summary>
    public static int BlockElements(this StorageType type) =>
        type switch
        {
            StorageType.Q8_0 or StorageType.Q4_0 or StorageType.Q4_1 or StorageType.Q5_0 or StorageType.Q5_1 => 32,
            StorageType.Q2_K or StorageType.Q3_K or StorageType.Q4_K or StorageType.Q5_K or StorageType.Q6_K => 256,
            _ => 1,
        };

    /// <summary>Bytes of one block.</summary>
    public static int BlockBytes(this StorageType type) =>
        type switch
        {
            StorageType.Q8_0 => 34,
            StorageType.Q4_0 => 18,
            StorageType.Q4_1 => 20,
            StorageType.Q5_0 => 22,
            StorageType.Q5_1 => 24,
            StorageType.Q2_K => 84,
            StorageType.Q3_K => 110,
            StorageType.Q4_K => 144,
            StorageType.Q5_K => 176,
            StorageType.Q6_K => 210,
            StorageType.F64 or StorageType.I64 or StorageType.U64 => 8,
            StorageType.F32 or StorageType.I32 or StorageType.U32 => 4,
            StorageType.F16 or StorageType.BF16 or StorageType.I16 or StorageType.U16 => 2,
            _ => 1,
        };
}
