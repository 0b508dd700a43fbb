using System.Runtime.InteropServices;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Quantisation;
using Refrain.Graphs.Blocks;

namespace Refrain.Graphs;

/// <summary>Collects the nodes, parameters, inputs and outputs of one graph; node names are paths and a tested API.</summary>
internal sealed class GraphBuilder(ModelConfig config, GraphPlan plan, IReadOnlyDictionary<string, TensorEntry>? stored = null)
{
    public const string Contributed = "com.microsoft";

    private readonly List<OnnxNode> nodes = [];
    private readonly List<OnnxValue> inputs = [];
    private readonly List<OnnxValue> outputs = [];
    private readonly Dictionary<string, OnnxInitializer> constants = [];
    private readonly Dictionary<string, Parameter> parameters = [];

    public ModelConfig Config => config;

    public GraphPlan Plan => plan;

    /// <summary>The tokens that the part being built computes.</summary>
    public string Scope { get; set; } = TokenScope.First(plan);

    /// <summary>The parameters that the graph needs, in the order of their first use.</summary>
    public IReadOnlyCollection<Parameter> Parameters => parameters.Values;

    public IReadOnlyList<OnnxNode> Nodes => nodes;

    /// <summary>Adds a node with one output and returns that output's name.</summary>
    public string Add(
        string name,
        string operation,
        IReadOnlyList<string> from,
        IReadOnlyList<(string, object)>? attributes = null,
        string domain = "",
        string? output = null,
        IReadOnlyList<string>? more = null
    )
    {
        output ??= name + "/output_0";
        nodes.Add(new OnnxNode(name, operation, domain, from, more is null ? [output] : [output, .. more], attributes ?? []));
        return output;
    }

    /// <summary>A weight of the checkpoint, in the layout that the graph reads; returns its name in the graph.</summary>
    public string Weight(string source, Layout layout, params long[] shape)
    {
        var parameter = new Parameter(source, layout, shape);
        parameters.TryAdd(parameter.Name, parameter);
        return parameter.Name;
    }

    /// <summary>The blocks in which a weight of rows of <paramref name="input"/> elements is multiplied; null: in float32.</summary>
    /// <remarks>Rows that no whole number of blocks fills stay float32: only tiny models have them, and padding would cost a special case
    /// in every reader.</remarks>
    public BlockFormat? FormatOf(string source, int input)
    {
        if (stored is null || !stored.TryGetValue(source, out var tensor))
        {
            return null;
        }

        var format = BlockFormat.Of(tensor.Type);
        return input % format.Size == 0 ? format : null;
    }

    /// <summary>A weight [output, input] in blocks; returns the names of its numbers and its scales.</summary>
    public (string Numbers, string Scales) Blocks(string source, BlockFormat format, long output, long input)
    {
        var numbers = new Parameter(source, Layout.Numbers, [output, input / format.Size, format.BlockBytes], format);
        var scales = new Parameter(source, Layout.Scales, [output, input / format.Size], format);
        parameters.TryAdd(numbers.Name, numbers);
        parameters.TryAdd(scales.Name, scales);
        return (numbers.Name, scales.Name);
    }

    /// <summary>A constant vector of integers, such as the shape that a Reshape takes.</summary>
    public string Integers(params long[] values)
    {
        string name = "/constants/" + string.Join("_", values);
        constants.TryAdd(
            name,
            new OnnxInitializer(name, OnnxWriter.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray())
        );
        return name;
    }

    /// <summary>A constant index, for a Gather that takes one entry and drops its axis.</summary>
    public string Index(int value)
    {
        string name = $"/constants/index_{value}";
        constants.TryAdd(name, new OnnxInitializer(name, OnnxWriter.Int64, [], BitConverter.GetBytes((long)value)));
        return name;
    }

    /// <summary>A constant number.</summary>
    public string Number(float value)
    {
        string name = "/constants/number_" + value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        constants.TryAdd(name, new OnnxInitializer(name, OnnxWriter.Float, [], BitConverter.GetBytes(value)));
        return name;
    }

    /// <summary>A constant vector of ones.</summary>
    public string Ones(int width)
    {
        string name = $"/constants/ones_{width}";
        constants.TryAdd(
            name,
            new OnnxInitializer(
                name,
                OnnxWriter.Float,
                [width],
                MemoryMarshal.AsBytes(Enumerable.Repeat(1f, width).ToArray().AsSpan()).ToArray()
            )
        );
        return name;
    }

    /// <summary>Declares an input that has an entry per token, of the tokens of the present <see cref="Scope"/>.</summary>
    public string TokenInput(string name, int elementType, params string[] more) =>
        Input(Scope + name, elementType, [Scope + "token", .. more]);

    /// <summary>Declares a graph input once; a dimension is a number or a name.</summary>
    public string Input(string name, int elementType, params string[] shape)
    {
        if (!inputs.Exists(input => input.Name == name))
        {
            inputs.Add(new OnnxValue(name, elementType, shape));
        }

        return name;
    }

    /// <summary>Declares a float32 graph output.</summary>
    public void Output(string name, params string[] shape) => outputs.Add(new OnnxValue(name, OnnxWriter.Float, shape));

    /// <summary>
    /// The graph as an ONNX model whose parameters lie in <paramref name="file"/> at the places that <paramref name="place"/> gives.
    /// </summary>
    public byte[] Serialise(string file, Func<Parameter, (long Offset, long Length)> place)
    {
        var external = parameters.Values.Select(parameter =>
        {
            (long offset, long length) = place(parameter);
            return new OnnxInitializer(parameter.Name, parameter.ElementType, parameter.Shape, null, file, offset, length);
        });

        // Blocks are fast only where the runtime may repack constants; a float32 weight that is an input too is no constant, and stays
        // where it is mapped.
        var replaceable = stored is null
            ? []
            : parameters
                .Values.Where(parameter => parameter.Format is null && parameter.Shape.Count > 1)
                .Select(parameter => new OnnxValue(
                    parameter.Name,
                    OnnxWriter.Float,
                    [.. parameter.Shape.Select(dimension => dimension.ToString(System.Globalization.CultureInfo.InvariantCulture))]
                ));
        return OnnxWriter.Model(nodes, [.. constants.Values, .. external], [.. inputs, .. replaceable], outputs);
    }
}
