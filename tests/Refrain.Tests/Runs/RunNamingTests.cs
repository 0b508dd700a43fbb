using CsCheck;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

public class RunNamingTests
{
    [Fact]
    public void An_items_key_is_the_hash_that_any_other_program_computes()
    {
        // python3 -c 'import hashlib,struct; p=["model","é"]; print(hashlib.sha256(b"".join(struct.pack("<i",len(s))+s.encode("utf-16-le")
        // for s in p)).hexdigest())'
        Assert.Equal("26db178d8332a8055ac1a89946d385cdd62e8f3905aa4cc0b8828cfb5d09dc79", ItemKey.Of("model", "é"));
    }

    [Fact]
    public void Parts_that_read_the_same_when_joined_have_different_keys()
    {
        string[] keys =
        [
            ItemKey.Of("ab", "c"),
            ItemKey.Of("a", "bc"),
            ItemKey.Of("abc"),
            ItemKey.Of("abc", ""),
            ItemKey.Of(),
            ItemKey.Of("\ud800"),
            ItemKey.Of("\ud801"),
            ItemKey.Of("\ufffd"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void A_runs_key_depends_on_what_determines_it_and_on_nothing_else()
    {
        var manifest = TestRun.Manifest();
        string key = manifest.Key;
        Assert.Matches("^[0-9a-f]{12}$", key);
        Assert.Equal(key, (manifest with { RefrainVersion = "9", Information = new Dictionary<string, string>() }).Key);
        Assert.Equal(key, (manifest with { Determines = new Dictionary<string, string>(manifest.Determines.Reverse()) }).Key);
        Assert.NotEqual(key, TestRun.Manifest("2").Key);
        Assert.NotEqual(key, (manifest with { Determines = new Dictionary<string, string> { ["model.weights"] = "ab12" } }).Key);
    }

    [Theory]
    [InlineData("google/gemma-3-270m-it", "google-gemma-3-270m-it")]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("C:\\models\\my model.gguf", "C-models-my-model.gguf")]
    [InlineData("模型", "model")]
    [InlineData("", "model")]
    [InlineData(".hidden", "hidden")]
    [InlineData("a..b", "a.-b")]
    [InlineData("tail.", "tail")]
    public void A_models_name_becomes_a_folders(string model, string name) =>
        Assert.Equal($"{name}-{TestRun.Manifest().Key}", RunName.For(model, TestRun.Manifest()));

    [Fact]
    public void No_models_name_leaves_the_runs_folder() =>
        Gen.String.Sample(model =>
        {
            string name = RunName.For(model, TestRun.Manifest());
            return name.Length <= 73
                && name == Path.GetFileName(name)
                && name[0] is not ('.' or '-')
                && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
                && !name.Contains("..", StringComparison.Ordinal);
        });
}
