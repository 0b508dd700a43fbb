using CsCheck;
using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

/// <summary>Damaged files open and read, or are bad input; nothing else happens.</summary>
public class FuzzTests
{
    private static readonly Gen<(int Position, byte Value)[]> _flips = Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 6];

    [Fact]
    public void A_damaged_gguf_opens_or_is_bad_input()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = GgufBuilder.TinyLlama().Bytes();
        Check(whole, bytes => folder.Write("fuzz.gguf", bytes), folder.File("fuzz.gguf"), headerBytes: 1200);
    }

    [Fact]
    public void A_damaged_safetensors_file_opens_or_is_bad_input()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama();
        byte[] whole = File.ReadAllBytes(folder.File("model.safetensors"));
        Check(whole, bytes => folder.Write("model.safetensors", bytes), folder.Path, headerBytes: 1000);
    }

    [Fact]
    public void A_damaged_config_opens_or_is_bad_input()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama();
        byte[] whole = File.ReadAllBytes(folder.File("config.json"));
        Check(whole, bytes => folder.Write("config.json", bytes), folder.Path, whole.Length);
    }

    private static void Check(byte[] whole, Action<byte[]> write, string path, int headerBytes)
    {
        // The header is where the decisions are: most flips go there.
        Gen.Select(_flips, Gen.Int[0, whole.Length], Gen.Bool).Sample(
            (flips, length, truncate) =>
            {
                byte[] bytes = truncate ? whole[..length] : [.. whole];
                foreach ((int position, byte value) in flips.Where(_ => bytes.Length > 0))
                {
                    bytes[position % Math.Min(bytes.Length, headerBytes)] = value;
                }

                write(bytes);
                return OpensOrIsBadInput(path);
            },
            iter: Shared.Slow ? 50_000 : 1_500,
            threads: 1);
    }

    private static bool OpensOrIsBadInput(string path)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(path);
            foreach (string name in checkpoint.Tensors.Keys)
            {
                checkpoint.Read(name);
            }

            return checkpoint.WeightsHash.Length == 64;
        }
        catch (BadInputException)
        {
            return true;
        }
    }
}
