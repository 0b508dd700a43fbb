using Refrain.Checkpoints;

namespace Refrain.Tests.Prompts;

public class EmbeddedDemoTests
{
    private static readonly string[] Files =
    [
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ];

    [Fact]
    public void The_demo_model_is_written_as_it_was_embedded()
    {
        using var cache = new SuiteFolder();
        string folder = EmbeddedDemo.Extract(cache.Path);
        Assert.Equal(Files, Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string file in Files)
        {
            Assert.Equal(File.ReadAllBytes(Shared.Path("demo", file)), File.ReadAllBytes(Path.Combine(folder, file)));
        }
    }

    [Fact]
    public void A_second_extraction_writes_nothing_and_a_damaged_file_is_rebuilt()
    {
        using var cache = new SuiteFolder();
        string folder = EmbeddedDemo.Extract(cache.Path),
            model = Path.Combine(folder, "model.safetensors"),
            config = Path.Combine(folder, "config.json");
        var whole = File.ReadAllBytes(model);
        var past = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(config, past);
        byte[] damaged = [.. whole];
        damaged[^1] ^= 1;
        File.WriteAllBytes(model, damaged);
        Assert.Equal(folder, EmbeddedDemo.Extract(cache.Path));
        Assert.Equal(whole, File.ReadAllBytes(model));
        Assert.Equal(past, File.GetLastWriteTimeUtc(config));
    }

    [Fact]
    public void Many_at_once_leave_one_whole_model_and_no_rest()
    {
        using var cache = new SuiteFolder();
        Parallel.For(0, 8, _ => EmbeddedDemo.Extract(cache.Path));
        Assert.Equal(Files.Length, Directory.GetFiles(Path.Combine(cache.Path, "demo")).Length);
        Assert.Equal(
            File.ReadAllBytes(Shared.Path("demo", "model.safetensors")),
            File.ReadAllBytes(Path.Combine(cache.Path, "demo", "model.safetensors"))
        );
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_one_clear_error()
    {
        using var cache = new SuiteFolder().File("demo", "in the way");
        Assert.Contains(
            "cannot be written",
            Assert.Throws<BadInputException>(() => EmbeddedDemo.Extract(cache.Path)).Message,
            StringComparison.Ordinal
        );
    }
}
