using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Refrain.Bench;

/// <summary>What was measured on, as far as times depend on it.</summary>
internal static class Machine
{
    public static string Description { get; } =
        string.Join(
            ", ",
            $"{Environment.ProcessorCount} {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()} cores ({Vectors()})",
            $"{Inference.Runtime.Threads} threads",
            $".NET {Environment.Version}",
            $"ONNX Runtime {typeof(InferenceSession).Assembly.GetName().Version?.ToString(3)}"
        );

    /// <summary>The binding's version, which names llama.cpp's.</summary>
    public static string LlamaCpp(string folder)
    {
        using var package = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "package.json")));
        return "node-llama-cpp " + package.RootElement.GetProperty("dependencies").GetProperty("node-llama-cpp").GetString();
    }

    private static string Vectors() =>
        Avx512Vbmi.IsSupported ? "AVX-512"
        : Avx512F.IsSupported ? "AVX-512 without VBMI"
        : Avx2.IsSupported ? "AVX2"
        : $"vectors of {(Vector256.IsHardwareAccelerated ? 256 : 128)} bits";
}
