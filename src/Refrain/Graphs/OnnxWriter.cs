using Google.Protobuf;

namespace Refrain.Graphs;

/// <summary>Writes ONNX messages as protobuf; the numbers are the field numbers of onnx.proto (IR version 10).</summary>
/// <remarks>Only what the compiler emits exists here: nothing is ever read, since an untrusted graph is never loaded.</remarks>
internal static class OnnxWriter
{
    public const int Float = 1,
        UInt8 = 2,
        Int32 = 6,
        Int64 = 7;

    private const int FloatAttribute = 1,
        IntAttribute = 2,
        StringAttribute = 3,
        IntsAttribute = 7;

    public static byte[] Model(
        IReadOnlyList<OnnxNode> nodes,
        IReadOnlyList<OnnxInitializer> initializers,
        IReadOnlyList<OnnxValue> inputs,
        IReadOnlyList<OnnxValue> outputs
    ) =>
        Message(model =>
        {
            Integer(model, 1, 10);
            Text(model, 2, "refrain");
            Bytes(model, 7, Graph(nodes, initializers, inputs, outputs));
            Bytes(model, 8, OperatorSet("", 21));
            Bytes(model, 8, OperatorSet("com.microsoft", 1));
        });

    private static byte[] Graph(
        IReadOnlyList<OnnxNode> nodes,
        IReadOnlyList<OnnxInitializer> initializers,
        IReadOnlyList<OnnxValue> inputs,
        IReadOnlyList<OnnxValue> outputs
    ) =>
        Message(graph =>
        {
            All(graph, 1, nodes.Select(Node));
            Text(graph, 2, "refrain");
            All(graph, 5, initializers.Select(Initializer));
            All(graph, 11, inputs.Select(Value));
            All(graph, 12, outputs.Select(Value));
        });

    private static byte[] Node(OnnxNode node) =>
        Message(message =>
        {
            foreach (string input in node.Inputs)
            {
                Text(message, 1, input);
            }

            foreach (string output in node.Outputs)
            {
                Text(message, 2, output);
            }

            Text(message, 3, node.Name);
            Text(message, 4, node.Operator);
            All(message, 5, node.Attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
            Text(message, 7, node.Domain);
        });

    private static byte[] Attribute(string name, object value) =>
        Message(message =>
        {
            Text(message, 1, name);
            switch (value)
            {
                case float number:
                    message.WriteTag(2, WireFormat.WireType.Fixed32);
                    message.WriteFloat(number);
                    Integer(message, 20, FloatAttribute);
                    break;
                case int number:
                    Integer(message, 3, number);
                    Integer(message, 20, IntAttribute);
                    break;
                case string text:
                    Text(message, 4, text);
                    Integer(message, 20, StringAttribute);
                    break;
                case long[] numbers:
                    foreach (long number in numbers)
                    {
                        Integer(message, 8, number);
                    }

                    Integer(message, 20, IntsAttribute);
                    break;
                default:
                    throw new ArgumentException($"{name}: no ONNX attribute holds a {value.GetType().Name}");
            }
        });

    private static byte[] Initializer(OnnxInitializer tensor) =>
        Message(message =>
        {
            foreach (long dimension in tensor.Shape)
            {
                Integer(message, 1, dimension);
            }

            Integer(message, 2, tensor.ElementType);
            Text(message, 8, tensor.Name);
            if (tensor.Data is not null)
            {
                Bytes(message, 9, tensor.Data);
                return;
            }

            Bytes(message, 13, Entry("location", tensor.File!));
            Bytes(message, 13, Entry("offset", tensor.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            Bytes(message, 13, Entry("length", tensor.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            Integer(message, 14, 1);
        });

    private static byte[] Value(OnnxValue value)
    {
        byte[] shape = Message(message => All(message, 1, value.Shape.Select(Dimension)));
        byte[] tensor = Message(message =>
        {
            Integer(message, 1, value.ElementType);
            Bytes(message, 2, shape);
        });
        byte[] type = Message(message => Bytes(message, 1, tensor));
        return Message(message =>
        {
            Text(message, 1, value.Name);
            Bytes(message, 2, type);
        });
    }

    private static byte[] Dimension(string dimension) =>
        Message(message =>
        {
            if (long.TryParse(dimension, System.Globalization.CultureInfo.InvariantCulture, out long size))
            {
                Integer(message, 1, size);
            }
            else
            {
                Text(message, 2, dimension);
            }
        });

    private static byte[] OperatorSet(string domain, int version) =>
        Message(message =>
        {
            Text(message, 1, domain);
            Integer(message, 2, version);
        });

    private static byte[] Entry(string key, string value) =>
        Message(message =>
        {
            Text(message, 1, key);
            Text(message, 2, value);
        });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            write(output);
        }

        return stream.ToArray();
    }

    private static void All(CodedOutputStream output, int field, IEnumerable<byte[]> messages)
    {
        foreach (byte[] message in messages)
        {
            Bytes(output, field, message);
        }
    }

    private static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Integer(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }
}

/// <summary>One operator call.</summary>
internal sealed record OnnxNode(
    string Name,
    string Operator,
    string Domain,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<(string Name, object Value)> Attributes
);

/// <summary>A constant: either <see cref="Data"/> inside the graph or a range of an external file.</summary>
internal sealed record OnnxInitializer(
    string Name,
    int ElementType,
    IReadOnlyList<long> Shape,
    byte[]? Data,
    string? File = null,
    long Offset = 0,
    long Length = 0
);

/// <summary>A graph input or output; a dimension is a number or a name.</summary>
internal sealed record OnnxValue(string Name, int ElementType, IReadOnlyList<string> Shape);
