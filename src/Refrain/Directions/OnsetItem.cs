using System.Buffers.Binary;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>A language's refusal-onset tokens.</summary>
/// <remarks>Binary, version 1: of each token its id as int32 and its difference as float64.</remarks>
/// <param name="Tokens">In their order.</param>
internal sealed record OnsetItem(IReadOnlyList<OnsetToken> Tokens) : IItemLayout<OnsetItem>
{
    private const byte Version = 1;
    private const int BytesOfEach = sizeof(int) + sizeof(double);

    public static string Stage => ExtractionItem.Stage;

    public static OnsetItem Decode(StoredItem item)
    {
        var reader = new ItemReader(item, Version);
        var tokens = new OnsetToken[reader.Left / BytesOfEach];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = new OnsetToken(reader.Int32(), reader.Double());
            if (tokens[i].Id < 0 || !double.IsFinite(tokens[i].Difference))
            {
                throw item.Damaged($"it holds {tokens[i]}", "ids from 0 with finite differences");
            }
        }

        reader.End();
        return new OnsetItem(tokens);
    }

    public byte[] Encode()
    {
        byte[] payload = [.. ItemReader.Header(Version), .. new byte[Tokens.Count * BytesOfEach]];
        foreach (var (i, token) in Tokens.Index())
        {
            var bytes = payload.AsSpan(ItemReader.HeaderBytes + (i * BytesOfEach));
            BinaryPrimitives.WriteInt32LittleEndian(bytes, token.Id);
            BinaryPrimitives.WriteDoubleLittleEndian(bytes[sizeof(int)..], token.Difference);
        }

        return payload;
    }
}
