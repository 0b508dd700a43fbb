using System.Text;
using Refrain.Inference;

namespace Refrain.Runs;

/// <summary>An answer of a judging model.</summary>
/// <remarks>Binary, version 1: the text as UTF-8.</remarks>
/// <param name="Answer">What the endpoint answered.</param>
internal sealed record JudgeAnswerItem(string Answer) : IItemLayout<JudgeAnswerItem>
{
    private const byte Version = 1;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Stage => "answers";

    public static JudgeAnswerItem Decode(StoredItem item)
    {
        byte[] text = new ItemReader(item, Version).Rest<byte>();
        try
        {
            return new JudgeAnswerItem(Strict.GetString(text));
        }
        catch (DecoderFallbackException error)
        {
            throw item.Damaged("it is no text", "UTF-8", error);
        }
    }

    public byte[] Encode() => [.. ItemReader.Header(Version), .. Encoding.UTF8.GetBytes(Answer)];
}
