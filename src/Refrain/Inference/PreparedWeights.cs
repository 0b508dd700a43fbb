using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference.Sidecars;

namespace Refrain.Inference;

/// <summary>
/// A checkpoint's weights in the layout that graphs read, float32 or in blocks: written once to a sidecar in the cache, then only mapped.
/// </summary>
internal sealed class PreparedWeights : IDisposable
{
    private readonly Sidecar sidecar;
    private readonly Dictionary<string, OrtValue> tensors;

    private PreparedWeights(string path, Sidecar sidecar, IReadOnlyCollection<Parameter> parameters)
    {
        Folder = Path.GetDirectoryName(path)!;
        File = Path.GetFileName(path);
        this.sidecar = sidecar;
        tensors = parameters.ToDictionary(
            parameter => parameter.Name,
            parameter =>
                OrtValue.CreateTensorValueWithData(
                    OrtMemoryInfo.DefaultInstance,
                    parameter.Layout == Layout.Numbers ? TensorElementType.UInt8 : TensorElementType.Float,
                    [.. parameter.Shape],
                    sidecar.Address(parameter.Name),
                    sidecar.Layout[parameter.Name].Length
                )
        );
    }

    public string Folder { get; }

    public string File { get; }

    /// <summary>Bytes of all parameters, those that the model maps.</summary>
    public long Bytes => sidecar.Layout.Bytes;

    public (long Offset, long Length) Place(Parameter parameter) =>
        (sidecar.Layout[parameter.Name].Offset, sidecar.Layout[parameter.Name].Length);

    /// <summary>Bytes that parameters take, without a checkpoint.</summary>
    public static long SizeOf(IReadOnlyCollection<Parameter> parameters) => LayoutOf(parameters, Precision.Exact).Bytes;

    /// <summary>
    /// Bytes of memory that weights in blocks take as the kernels want them: the numbers, the scales, and a sum for each block.
    /// </summary>
    public static long PackedSizeOf(IReadOnlyCollection<Parameter> parameters) =>
        parameters.Sum(parameter =>
            parameter.Layout switch
            {
                Layout.Numbers => parameter.Bytes,
                Layout.Scales => 2 * parameter.Bytes,
                _ => 0,
            }
        );

    /// <summary>Finds the prepared weights in the cache, or writes them.</summary>
    public static PreparedWeights Open(
        Checkpoint checkpoint,
        IReadOnlyCollection<Parameter> parameters,
        string cache,
        Precision precision = Precision.Exact
    )
    {
        foreach (var parameter in parameters)
        {
            Check(checkpoint, parameter);
        }

        string path = PathOf(checkpoint, cache, precision);
        var byName = parameters.ToDictionary(parameter => parameter.Name);
        var sidecar = Sidecar.Open(
            path,
            LayoutOf(parameters, precision),
            new SidecarSubject(checkpoint.Name, checkpoint.Path),
            (part, writer) => Write(checkpoint, byName[part.Name], writer.Append)
        );
        return new PreparedWeights(path, sidecar, parameters);
    }

    /// <summary>Where a checkpoint's prepared weights lie in the cache.</summary>
    public static string PathOf(Checkpoint checkpoint, string cache, Precision precision = Precision.Exact) =>
        Path.Combine(SidecarFolder.In(cache), $"{checkpoint.WeightsHash[..32]}.{Kind(precision)}");

    /// <summary>The tensor of a parameter over the mapped file; it is valid until this is disposed.</summary>
    /// <remarks>Sessions share it: each would otherwise map the file by itself, and count its pages again.</remarks>
    public OrtValue Tensor(Parameter parameter) => tensors[parameter.Name];

    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        tensors.Clear();
        sidecar.Dispose();
    }

    /// <summary>The kind of the sidecar, which is its ending too.</summary>
    public static string Kind(Precision precision) => precision == Precision.Fast ? "q8" : "f32";

    private static SidecarLayout LayoutOf(IReadOnlyCollection<Parameter> parameters, Precision precision) =>
        new(Kind(precision), parameters.Select(parameter => (parameter.Name, parameter.Bytes)));

    private static void Write(Checkpoint checkpoint, Parameter parameter, Action<ReadOnlySpan<byte>> append)
    {
        if (parameter.Format is null)
        {
            WeightStream.Write(checkpoint, parameter, append);
        }
        else
        {
            QuantisedStream.Write(checkpoint, parameter, append);
        }
    }

    private static void Check(Checkpoint checkpoint, Parameter parameter)
    {
        if (!checkpoint.Tensors.TryGetValue(parameter.Source, out var tensor))
        {
            throw new BadInputException(
                checkpoint.Path,
                $"has no tensor {BadInputException.Show(parameter.Source)}",
                $"one of shape [{string.Join(", ", parameter.SourceShape)}]",
                "The checkpoint is incomplete: download it again."
            );
        }

        if (!tensor.Shape.SequenceEqual(parameter.SourceShape))
        {
            throw new BadInputException(
                $"{tensor.File}: {BadInputException.Show(parameter.Source)}",
                $"has shape [{string.Join(", ", tensor.Shape)}]",
                $"[{string.Join(", ", parameter.SourceShape)}] by config.json"
            );
        }
    }
}
