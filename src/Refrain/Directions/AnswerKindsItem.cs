using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>What the answers to a selection's harmless prompts are under a candidate.</summary>
/// <remarks>Binary, version 1: a byte of each prompt: 0 compliance, 1 refusal, 2 degenerate, 3 unjudged.</remarks>
/// <param name="Kinds">Of each prompt's answer.</param>
internal sealed record AnswerKindsItem(AnswerKind[] Kinds) : IItemLayout<AnswerKindsItem>
{
    private const byte Version = 1;

    public static string Stage => ScoresItem.Stage;

    public static AnswerKindsItem Decode(StoredItem item)
    {
        byte[] kinds = new ItemReader(item, Version).Rest<byte>();
        return kinds.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)AnswerKind.Unjudged) is >= 0 and var at
            ? throw item.Damaged($"an answer is {kinds[at]}", $"0 to {(byte)AnswerKind.Unjudged}")
            : new AnswerKindsItem([.. kinds.Select(kind => (AnswerKind)kind)]);
    }

    public byte[] Encode() => [.. ItemReader.Header(Version), .. Kinds.Select(kind => (byte)kind)];
}
