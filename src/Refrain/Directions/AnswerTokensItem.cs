using System.Runtime.InteropServices;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>The untouched model's answers to a selection's harmless prompts.</summary>
/// <remarks>Binary, version 1: int32: of each answer its length, at least 1, then its tokens.</remarks>
/// <param name="Answers">Token ids of each answer.</param>
internal sealed record AnswerTokensItem(int[][] Answers) : IItemLayout<AnswerTokensItem>
{
    private const byte Version = 1;

    public static string Stage => ScoresItem.Stage;

    public static AnswerTokensItem Decode(StoredItem item)
    {
        int[] flat = new ItemReader(item, Version).Indexes();
        var answers = new List<int[]>();
        for (int at = 0; at < flat.Length; at += 1 + flat[at])
        {
            if (flat[at] == 0 || flat[at] > flat.Length - at - 1)
            {
                throw item.Damaged($"an answer has {flat[at]} tokens, and {flat.Length - at - 1} numbers follow", "at least one token");
            }

            answers.Add(flat[(at + 1)..(at + 1 + flat[at])]);
        }

        return new AnswerTokensItem([.. answers]);
    }

    public byte[] Encode() =>
        [
            .. ItemReader.Header(Version),
            .. MemoryMarshal.AsBytes<int>((int[])[.. Answers.SelectMany(answer => (int[])[answer.Length, .. answer])]),
        ];
}
