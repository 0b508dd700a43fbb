using Refrain.Checkpoints;
using Refrain.Tests.Fuzzing.Mutation;
using Refrain.Tokens;

namespace Refrain.Tests.Fuzzing;

public class GgufFuzzTests
{
    [Fact]
    public void A_damaged_gguf_is_read_or_is_bad_input()
    {
        byte[][] whole = [.. Corpus.Of("gguf").Select(file => file.Bytes)];
        var images = new GgufMutator([.. whole.Select(GgufImage.Parse).OfType<GgufImage>()]);
        byte[] Mutate(FuzzRandom random)
        {
            byte[] bytes = random.OneIn(5) ? random.Pick(whole) : images.Image(random).Bytes();
            return random.OneIn(5) ? RawBytes.Edit(random, bytes, random.Pick(whole)) : bytes;
        }

        new Fuzzer("gguf", Mutate, Use).Run(200_000);
    }

    /// <summary>The checkpoint with all its tensors, and the tokenizer: a file that is bad as one may be good as the other.</summary>
    private static void Use(byte[] bytes)
    {
        using var file = new GgufFile(PinnedBytes.File("fuzz.gguf", bytes));
        BadInputException? bad = null;
        try
        {
            Tokenizer tokenizer = CheckpointTokenizer.FromGguf(file);
            tokenizer.Decode(tokenizer.Encode("hello <s> ▁hell\ud83d\ude00 ", addSpecialTokens: true));
            ChatFormat.For(tokenizer);
        }
        catch (BadInputException error)
        {
            bad = error;
        }

        Checkpoint checkpoint = GgufCheckpoint.Open("fuzz.gguf", file, folder: null);
        foreach (string name in checkpoint.Tensors.Keys)
        {
            checkpoint.Read(name);
        }

        if (bad is not null)
        {
            throw bad;
        }
    }
}
