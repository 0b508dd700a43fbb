using Refrain.Checkpoints;
using Refrain.Tests.Fuzzing.Mutation;

namespace Refrain.Tests.Fuzzing;

public class SafetensorsFuzzTests
{
    [Fact]
    public void A_damaged_safetensors_file_is_read_or_is_bad_input()
    {
        byte[][] whole = [.. Corpus.Of("safetensors").Select(file => file.Bytes)];
        SafetensorsImage[] images = [.. whole.Select(SafetensorsImage.Parse).OfType<SafetensorsImage>()];
        var trees = new JsonMutator(
            images.Select(image => image.Header),
            "\"F32\"",
            "\"F16\"",
            "\"BF16\"",
            "\"F64\"",
            "\"I8\"",
            "\"BOOL\"",
            "\"F8_E4M3\"",
            "[0,4]",
            "[4,0]",
            "[-4,0]",
            "[0,9223372036854775807]",
            "[4294967296,4294967296]",
            "[0]"
        );
        byte[] Mutate(FuzzRandom random)
        {
            if (random.OneIn(5))
            {
                return RawBytes.Edit(random, random.Pick(whole), random.Pick(whole));
            }

            int seed = random.Next(images.Length);
            return new SafetensorsImage(trees.Tree(random, seed), images[random.OneIn(8) ? random.Next(images.Length) : seed].Data).Bytes(
                random
            );
        }

        new Fuzzer("safetensors", Mutate, Use).Run(200_000);
    }

    private static void Use(byte[] bytes)
    {
        using var file = new SafetensorsFile(PinnedBytes.File("fuzz.safetensors", bytes));
        foreach (TensorEntry tensor in file.Tensors.Values)
        {
            if (tensor.Type.IsReadable())
            {
                Assert.Equal(tensor.ElementCount, file.Read(tensor.Name).Length);
            }
            else
            {
                Assert.Throws<BadInputException>(() => file.Read(tensor.Name));
            }
        }

        TextTensors.Rename("fuzz", file.Tensors.Values, tied: true, name => name);
    }
}
