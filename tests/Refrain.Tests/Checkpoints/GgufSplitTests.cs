using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Tokens;

namespace Refrain.Tests.Checkpoints;

public class GgufSplitTests
{
    public static TheoryData<string> Models => ["llama", "llama3-rope", "gemma3"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Any_part_opens_the_whole_with_the_same_values(string name)
    {
        string whole = Shared.Path("golden", "gguf", $"{name}-f32.gguf");
        using Checkpoint expected = Checkpoint.Open(whole);
        using var folder = new TemporaryFolder();
        string[] parts = GgufSplitter.Split(whole, folder, "model", 3);
        foreach (string path in (string[])[.. parts, folder.Path])
        {
            using Checkpoint split = Checkpoint.Open(path);
            Assert.Equal(path == folder.Path ? Path.GetFileName(folder.Path) : "model", split.Name);
            Assert.Equal(expected.Tensors.Keys.Order(), split.Tensors.Keys.Order());
            Assert.Equal(3, split.Tensors.Values.Select(tensor => tensor.File).Distinct().Count());
            Assert.Equal(parts[0], split.Gguf!.Path);
            Assert.Equal(expected.WeightsHash, split.WeightsHash);
            foreach (string tensor in expected.Tensors.Keys)
            {
                Assert.Equal(expected.Read(tensor), split.Read(tensor));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_split_model_gives_the_logits_of_the_whole(string name)
    {
        using var folder = new TemporaryFolder();
        string whole = Shared.Path("golden", "gguf", $"{name}-f32.gguf");
        string[] parts = GgufSplitter.Split(whole, folder, "model", 2, firstIsEmpty: true);
        Assert.Equal(Logits(whole, folder.File("cache1")), Logits(parts[1], folder.File("cache2")));
    }

    [Fact]
    public void The_tokenizer_comes_from_the_first_part()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = GgufBuilder
            .TinyLlama()
            .Key("tokenizer.ggml.model", "gpt2")
            .Key("tokenizer.ggml.merges", ["a b"])
            .Key("tokenizer.ggml.pre", "default")
            .Bytes();
        string[] parts = GgufSplitter.Split(folder.Write("whole.bin", whole), folder, "tiny", 2);
        Exception? direct = Record.Exception(() => CheckpointTokenizer.Load(folder.Write("whole.gguf", whole)));
        Exception? split = Record.Exception(() => CheckpointTokenizer.Load(parts[1]));
        Assert.Equal(direct?.Message.Replace("whole.gguf", "tiny-00001-of-00002.gguf"), split?.Message);
    }

    [Fact]
    public void Linked_parts_are_found_beside_the_link()
    {
        using var folder = new TemporaryFolder();
        using var blobs = new TemporaryFolder();
        foreach (string part in GgufSplitter.Split(Tiny(folder), blobs, "tiny", 2))
        {
            string blob = blobs.File(Path.GetFileName(part)[..10] + "x");
            File.Move(part, blob);
            File.CreateSymbolicLink(folder.File(Path.GetFileName(part)), blob);
        }

        using Checkpoint checkpoint = Checkpoint.Open(folder.File("tiny-00002-of-00002.gguf"));
        Assert.Equal(11, checkpoint.Tensors.Count);
    }

    [Fact]
    public void A_file_of_one_part_is_a_whole_file()
    {
        using var folder = new TemporaryFolder();
        using Checkpoint checkpoint = Checkpoint.Open(GgufSplitter.Split(Tiny(folder), folder, "tiny", 1)[0]);
        Assert.Equal(("tiny", 11), (checkpoint.Name, checkpoint.Tensors.Count));
    }

    public static TheoryData<string, string> Lies { get; } =
        new()
        {
            { "missing first", "tiny-00001-of-00003.gguf: does not exist; expected all 3 parts of the split file in one folder" },
            { "missing last", "tiny-00003-of-00003.gguf: does not exist" },
            {
                "renamed",
                "other.gguf: is part 2 of 3 by its keys, which its name does not say; expected a name that ends with -00002-of-00003.gguf"
            },
            { "doubled", "tiny-00003-of-00003.gguf: split.no: is 1; expected 2, which its name says" },
            { "other count", "tiny-00003-of-00003.gguf: split.count: is 4; expected 3, as tiny-00002-of-00003.gguf says" },
            { "no number", "tiny-00003-of-00003.gguf: split.no: is missing" },
            { "no count", "tiny-00003-of-00003.gguf: split.count: is missing" },
            {
                "other tensor count",
                "tiny-00001-of-00003.gguf: split.tensors.count: is 12; expected 11, the tensors of all parts together"
            },
            {
                "disagreeing tensor count",
                "tiny-00003-of-00003.gguf: split.tensors.count: is 5; expected what tiny-00001-of-00003.gguf says"
            },
            { "tensor twice", "tiny-00003-of-00003.gguf: token_embd.weight: is in tiny-00001-of-00003.gguf too" },
            { "truncated", "tiny-00003-of-00003.gguf" },
            { "first is opened alone", "tiny-00002-of-00003.gguf: does not exist" },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Parts_that_do_not_fit_are_one_clear_error(string lie, string expected)
    {
        using var folder = new TemporaryFolder();
        string[] parts = GgufSplitter.Split(Tiny(folder), folder, "tiny", 3, change: (i, keys) =>
        {
            (keys.Number, keys.Count, keys.Tensors, keys.Repeats) = (lie, i) switch
            {
                ("other count", 2) => (i, 4, 11, false),
                ("no number", 2) => (null, 3, 11, false),
                ("no count", 2) => (i, null, 11, false),
                ("other tensor count", _) => (i, 3, 12, false),
                ("disagreeing tensor count", 2) => (i, 3, 5, false),
                ("tensor twice", 2) => (i, 3, 11, true),
                _ => (keys.Number, keys.Count, keys.Tensors, false),
            };
        });
        string opened = parts[1];
        switch (lie)
        {
            case "missing first":
                File.Delete(parts[0]);
                break;
            case "missing last":
                File.Delete(parts[2]);
                break;
            case "renamed":
                File.Move(parts[1], opened = folder.File("other.gguf"));
                break;
            case "doubled":
                File.Copy(parts[1], parts[2], overwrite: true);
                break;
            case "truncated":
                File.WriteAllBytes(parts[2], File.ReadAllBytes(parts[2])[..100]);
                break;
            case "first is opened alone":
                (opened, _) = (parts[0], Delete(parts[1]));
                break;
        }

        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Checkpoint.Open(opened)).Message);
    }

    [Fact]
    public void A_folder_with_two_sets_or_a_set_and_a_file_asks_which()
    {
        using var folder = new TemporaryFolder();
        using var source = new TemporaryFolder();
        GgufSplitter.Split(Tiny(source), folder, "a", 2);
        Checkpoint.Open(folder.Path).Dispose();
        GgufSplitter.Split(Tiny(source), folder, "a", 3);
        Assert.Contains("holds 5 GGUF files", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
        Array.ForEach(Directory.GetFiles(folder.Path, "*-of-00003.gguf"), File.Delete);
        folder.Write("b.gguf", "");
        Assert.Contains("holds 3 GGUF files", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
    }

    private static string Tiny(TemporaryFolder folder) => folder.Write("whole", GgufBuilder.TinyLlama().Bytes());

    private static bool Delete(string path)
    {
        File.Delete(path);
        return true;
    }

    private static float[] Logits(string path, string cache)
    {
        using Model model = Model.Open(Checkpoint.Open(path), cache);
        return model
            .Forward(
                new ForwardRequest
                {
                    Rows =
                    [
                        [3, 1, 4, 1, 5],
                        [9, 2, 6],
                    ],
                    AskLast = int.MaxValue,
                }
            )
            .Logits.ToArray();
    }
}
