using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

public class FolderTests
{
    [Theory]
    [InlineData("model.")]
    [InlineData("")]
    [InlineData("language_model.model.")]
    [InlineData("model.language_model.")]
    public void Prefixes_of_multimodal_and_bare_checkpoints_become_plain_names(string prefix)
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama(prefix);
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path + "/");
        Assert.Equal(11, checkpoint.Tensors.Count);
        Assert.Equal([4, 8], checkpoint.Tensors["model.layers.0.self_attn.k_proj.weight"].Shape);
        Assert.Equal(Path.GetFileName(folder.Path), checkpoint.Name);
        Assert.Equal([2, 3], checkpoint.Config.EndTokens);
        Assert.Null(checkpoint.TokenizerFolder);
    }

    [Fact]
    public void A_linked_file_is_opened_at_its_target()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama();
        File.Move(folder.File("model.safetensors"), folder.File("blob"));
        File.CreateSymbolicLink(folder.File("model.safetensors"), "blob");
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        Assert.Equal(folder.File("blob"), checkpoint.Tensors["model.norm.weight"].File);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], checkpoint.Read("model.norm.weight"));
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("sub/a.safetensors")]
    [InlineData("config.json")]
    [InlineData("")]
    public void A_shard_index_names_only_safetensors_in_its_own_folder(string shard)
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", TemporaryFolder.TinyConfig);
        folder.Write("model.safetensors.index.json", """{"weight_map": {"model.norm.weight": "SHARD"}}""".Replace("SHARD", shard));
        Assert.Contains("in the same folder", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
    }

    [Fact]
    public void A_shard_that_lacks_a_tensor_of_the_index_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama();
        File.Move(folder.File("model.safetensors"), folder.File("one.safetensors"));
        folder.Write("model.safetensors.index.json", """{"weight_map": {"model.norm.bias": "one.safetensors"}}""");
        Assert.Contains("has no tensor model.norm.bias", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
        folder.Write("model.safetensors.index.json", """{"weight_map": {"model.norm.weight": "two.safetensors"}}""");
        Assert.Contains("two.safetensors: cannot be read", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
    }

    [Fact]
    public void The_hash_depends_on_a_bit_of_a_weight_and_on_the_configuration_but_not_on_the_place()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        folder.WriteTinyLlama();
        other.WriteTinyLlama();
        string hash = Hash(folder);
        Assert.Equal(hash, Hash(other));
        other.Write("config.json", TemporaryFolder.TinyConfig.Replace("\"vocab_size\"", "\"rope_theta\": 5, \"vocab_size\""));
        Assert.NotEqual(hash, Hash(other));
        byte[] bytes = File.ReadAllBytes(folder.File("model.safetensors"));
        bytes[^1] ^= 1;
        folder.Write("model.safetensors", bytes);
        Assert.NotEqual(hash, Hash(folder));
    }

    [Fact]
    public void Folders_without_or_with_too_many_weights_say_so()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("holds no weights", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message);
        folder.Write("a.gguf", "");
        folder.Write("b.gguf", "");
        Assert.Contains(
            "holds 2 GGUF files (a.gguf, b.gguf)",
            Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message
        );
        Assert.Contains("does not exist", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.File("c"))).Message);
        Assert.Contains("is not a .gguf file", Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Write("d.txt", ""))).Message);
        Assert.Throws<BadInputException>(() => Checkpoint.Open(""));
        Assert.Throws<BadInputException>(() => Checkpoint.Open("a\0b"));
    }

    [Fact]
    public void A_config_that_contradicts_the_gguf_beside_it_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        folder.Write("tiny.gguf", GgufBuilder.TinyLlama().Bytes());
        folder.Write("config.json", TemporaryFolder.TinyConfig);
        using (Checkpoint checkpoint = Checkpoint.Open(folder.Path))
        {
            Assert.Equal([2, 3], checkpoint.Config.EndTokens);
            Assert.Equal(2048, checkpoint.Config.MaximumPositions);
        }

        folder.Write("config.json", TemporaryFolder.TinyConfig.Replace("\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2"));
        Assert.Contains(
            "gives the number of layers 2; expected 1, as tiny.gguf says",
            Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Path)).Message
        );
    }

    [Fact]
    public void A_disposed_checkpoint_refuses_to_read()
    {
        using var folder = new TemporaryFolder();
        folder.WriteTinyLlama();
        Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => checkpoint.Read("model.norm.weight"));
    }

    private static string Hash(TemporaryFolder folder)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder.Path);
        return checkpoint.WeightsHash;
    }
}
