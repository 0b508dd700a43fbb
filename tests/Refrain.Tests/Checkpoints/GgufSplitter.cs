using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

/// <summary>Cuts GGUF files into parts as llama-gguf-split does: all keys in the first part, the split's own keys in every part.</summary>
internal static class GgufSplitter
{
    /// <param name="source">A whole GGUF.</param>
    /// <param name="folder">Where the parts go.</param>
    /// <param name="name">Their name without numbers.</param>
    /// <param name="count">Parts; the tensors are spread evenly.</param>
    /// <param name="firstIsEmpty">The first part holds keys only, as with <c>--no-tensor-first-split</c>.</param>
    /// <param name="change">May make a part lie before it is written; gets its number, from 0, and its keys.</param>
    /// <returns>The paths of the parts, in order.</returns>
    public static string[] Split(
        string source,
        TemporaryFolder folder,
        string name,
        int count,
        bool firstIsEmpty = false,
        Action<int, SplitKeys>? change = null
    )
    {
        using GgufFile file = GgufFile.OpenOne(source);
        byte[] bytes = File.ReadAllBytes(source);
        TensorEntry[] tensors = [.. file.Tensors.Values];
        int filled = firstIsEmpty ? count - 1 : count;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var part = new GgufBuilder();
                    foreach ((string key, GgufValue value) in file.Values.Where(_ => i == 0))
                    {
                        byte[] stored = bytes[(int)value.Offset..(int)(value.Offset + value.Length)];
                        part.Key(
                            key,
                            value.IsArray ? GgufType.Array : value.Type,
                            value.IsArray
                                ? [.. BitConverter.GetBytes((uint)value.Type), .. BitConverter.GetBytes((ulong)value.Count), .. stored]
                                : stored
                        );
                    }

                    var keys = new SplitKeys
                    {
                        Number = i,
                        Count = count,
                        Tensors = tensors.Length,
                    };
                    change?.Invoke(i, keys);
                    keys.Write(part);
                    int slot = firstIsEmpty ? i - 1 : i;
                    foreach (
                        TensorEntry tensor in tensors.Where(
                            (_, index) => index * filled / tensors.Length == slot || (keys.Repeats && index == 0)
                        )
                    )
                    {
                        ulong[] dimensions = [.. tensor.Shape.Reverse().Select(dimension => (ulong)dimension)];
                        part.Stored(tensor.Name, 0, bytes[(int)tensor.Offset..(int)(tensor.Offset + tensor.Length)], dimensions);
                    }

                    return folder.Write($"{name}-{i + 1:D5}-of-{count:D5}.gguf", part.Bytes());
                }),
        ];
    }

    /// <summary>The keys of the split in one part; null leaves one out.</summary>
    public sealed class SplitKeys
    {
        public int? Number { get; set; }

        public int? Count { get; set; }

        public int? Tensors { get; set; }

        /// <summary>The part holds the file's first tensor too.</summary>
        public bool Repeats { get; set; }

        public void Write(GgufBuilder part)
        {
            if (Number is int number)
            {
                part.Key("split.no", GgufType.UInt16, BitConverter.GetBytes((ushort)number));
            }

            if (Count is int count)
            {
                part.Key("split.count", GgufType.UInt16, BitConverter.GetBytes((ushort)count));
            }

            if (Tensors is int tensors)
            {
                part.Key("split.tensors.count", GgufType.Int32, BitConverter.GetBytes(tensors));
            }
        }
    }
}
