using Refrain.Hub;
using Refrain.LanguageModels;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Hub;

public class HubNameTests
{
    [Theory]
    [InlineData("org/name", "org/name", "main", null)]
    [InlineData("Qwen/Qwen2.5-0.5B-Instruct", "Qwen/Qwen2.5-0.5B-Instruct", "main", null)]
    [InlineData("org/name@v1.0", "org/name", "v1.0", null)]
    [InlineData("hf://org/name@refs/pr/7", "org/name", "refs/pr/7", null)]
    [InlineData("hf://models/org/name", "org/name", "main", null)]
    [InlineData("hf://gpt2", "gpt2", "main", null)]
    [InlineData("org/name:a/b.gguf", "org/name", "main", "a/b.gguf")]
    [InlineData("org/name@main:b.GGUF", "org/name", "main", "b.GGUF")]
    public void A_name_is_read(string text, string repository, string revision, string? file) =>
        Assert.Equal(new HubName(repository, revision, file), HubName.Parse(text));

    [Theory]
    [InlineData("name")]
    [InlineData("./org/name")]
    [InlineData("/org/name")]
    [InlineData("a/b/c")]
    [InlineData("org/name/")]
    [InlineData("../name")]
    [InlineData("org\\name")]
    [InlineData("models/tiny.gguf")]
    [InlineData("org/na--me")]
    [InlineData("org/na me")]
    [InlineData("C:/models")]
    [InlineData("")]
    public void A_path_is_no_name(string text) => Assert.Null(HubName.Parse(text));

    [Theory]
    [InlineData("hf://a/b/c")]
    [InlineData("hf://")]
    [InlineData("org/name@../../x")]
    [InlineData("org/name@")]
    [InlineData("org/name:model.safetensors")]
    [InlineData("org/name:../x.gguf")]
    public void A_wrong_name_is_refused(string text) => Assert.Throws<BadInputException>(() => HubName.Parse(text));

    [Fact]
    public void A_folder_that_exists_wins_over_a_name()
    {
        using var folder = new TemporaryFolder();
        string path = Path.GetRelativePath(Environment.CurrentDirectory, folder.Path);
        Assert.Equal(path, ModelSource.Find(path, hub: new HubSettings { Cache = folder.Path, Endpoint = "http://127.0.0.1:1" }));
    }

    [Fact]
    public void The_variables_are_those_of_the_python_client()
    {
        using var folder = new TemporaryFolder();
        folder.Write("token", " hf_file\n");
        HubSettings Read(params (string Name, string Value)[] set) =>
            HubVariables.Read(name => set.FirstOrDefault(pair => pair.Name == name).Value);

        Assert.Equal(Path.Combine(folder.Path, ".cache", "huggingface", "hub"), Read(("HOME", folder.Path)).Cache);
        Assert.Equal(Path.Combine(folder.Path, "huggingface", "hub"), Read(("XDG_CACHE_HOME", folder.Path)).Cache);
        Assert.Equal(Path.Combine(folder.Path, "hub"), Read(("HF_HOME", folder.Path), ("XDG_CACHE_HOME", "x")).Cache);
        Assert.Equal(
            Path.Combine(folder.Path, "a"),
            Read(("HF_HUB_CACHE", "~/a"), ("HUGGINGFACE_HUB_CACHE", "b"), ("HOME", folder.Path)).Cache
        );
        Assert.Equal(Path.Combine(folder.Path, "b"), Read(("HUGGINGFACE_HUB_CACHE", "${ROOM}/b"), ("ROOM", folder.Path)).Cache);
        Assert.Equal("hf_file", Read(("HF_HOME", folder.Path)).Token);
        Assert.Equal("hf_file", Read(("HF_TOKEN_PATH", folder.File("token"))).Token);
        Assert.Equal("hf_own", Read(("HF_HOME", folder.Path), ("HF_TOKEN", "hf_own")).Token);
        Assert.Null(Read(("HF_HOME", folder.Path), ("HF_TOKEN", "hf_own"), ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).Token);
        Assert.Equal("http://mirror/hf", Read(("HF_ENDPOINT", "http://mirror/hf/")).Endpoint);
        Assert.True(Read(("HF_HUB_OFFLINE", "yes")).Offline);
        Assert.True(Read(("TRANSFORMERS_OFFLINE", "1")).Offline);
        Assert.False(Read(("TRANSFORMERS_OFFLINE", "1"), ("HF_HUB_OFFLINE", "0")).Offline);
        Assert.Equal(
            (3, 4),
            (Read(("HF_HUB_DOWNLOAD_TIMEOUT", "3")).DownloadTimeout.Seconds, Read(("HF_HUB_ETAG_TIMEOUT", "4")).QuestionTimeout.Seconds)
        );
        Assert.Contains(
            "HF_ENDPOINT: is nowhere",
            Assert.Throws<BadInputException>(() => Read(("HF_ENDPOINT", "nowhere"))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "HF_HUB_DOWNLOAD_TIMEOUT: is soon",
            Assert.Throws<BadInputException>(() => Read(("HF_HUB_DOWNLOAD_TIMEOUT", "soon"))).Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "se cret",
            Assert.Throws<BadInputException>(() => Read(("HF_TOKEN", "se cret"))).Message,
            StringComparison.Ordinal
        );
    }
}
