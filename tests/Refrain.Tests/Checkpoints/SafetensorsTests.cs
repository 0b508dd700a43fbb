using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

public class SafetensorsTests
{
    [Fact]
    public void What_is_written_is_read_back_and_begins_at_a_multiple_of_64()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("a.safetensors");
        SafetensorsWriter.Write(
            path,
            [SafetensorsTensor.Of("b", [2, 3], [1, 2, 3, 4, 5, float.NaN]), SafetensorsTensor.Of("a", [1], [7])],
            new Dictionary<string, string> { ["z"] = "1", ["ä"] = "\"" }
        );
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal([1, 2, 3, 4, 5, float.NaN], file.Read("b"));
        Assert.Equal([7], file.Read("a"));
        Assert.Equal([2, 3], file.Tensors["b"].Shape);
        Assert.Equal(0, file.Tensors["b"].Offset % 64);
        Assert.Equal("\"", file.Metadata["ä"]);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        string[] paths = [folder.File("a"), folder.File("b")];
        SafetensorsWriter.Write(
            paths[0],
            [SafetensorsTensor.Of("t", [1], [7])],
            new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" }
        );
        SafetensorsWriter.Write(
            paths[1],
            [SafetensorsTensor.Of("t", [1], [7])],
            new Dictionary<string, string> { ["y"] = "2", ["x"] = "1" }
        );
        Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.safetensors", "old");
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [SafetensorsTensor.Of("t", [3], [7])]));
        Assert.Throws<ArgumentException>(() =>
            SafetensorsWriter.Write(path, [SafetensorsTensor.Of("t", [1], [7]), SafetensorsTensor.Of("t", [1], [7])])
        );
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("", 0, "{")] // no object at all
    [InlineData("[]", 0, "StartObject expected")]
    [InlineData("{}", 4, "4 bytes after the last tensor")]
    [InlineData("{} {}", 0, "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "lies at 0 to 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "expected 8 for F32 [2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "leaves a gap after the header")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        4,
        "b: overlaps a"
    )]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        8,
        "appears twice"
    )]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F16","shape":[1],"data_offsets":[0,4]}}""", 4, "each once")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "dimension -1")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "more elements than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}""", 4, "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", 4, "whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "lies at 4 to 0")]
    [InlineData("""{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""", 4, "type F4, which is not supported")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[1]]]]],"data_offsets":[0,4]}}""", 4, "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "header")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "header")]
    public void A_lying_header_is_one_clear_error(string header, int dataBytes, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.WriteSafetensors("bad.safetensors", header, dataBytes);
        var error = Assert.Throws<BadInputException>(() => SafetensorsFile.Open(path));
        Assert.Contains("bad.safetensors", error.Message);
        if (header.Length > 0)
        {
            Assert.Contains(expected, error.Message);
        }
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(200_000_000UL)]
    [InlineData(3UL)]
    public void A_header_longer_than_the_file_is_one_clear_error(ulong length)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.safetensors", [.. BitConverter.GetBytes(length), (byte)'{', (byte)'}']);
        Assert.Contains($"{length} bytes", Assert.Throws<BadInputException>(() => SafetensorsFile.Open(path)).Message);
    }

    [Fact]
    public void Empty_missing_and_too_short_files_are_clear_errors()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("is empty", Assert.Throws<BadInputException>(() => SafetensorsFile.Open(folder.Write("a", ""))).Message);
        Assert.Contains("has 7 bytes", Assert.Throws<BadInputException>(() => SafetensorsFile.Open(folder.Write("b", "1234567"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<BadInputException>(() => SafetensorsFile.Open(folder.File("c"))).Message);
    }

    [Fact]
    public void Integers_are_listed_but_refused_as_numbers_of_a_model()
    {
        using var folder = new TemporaryFolder();
        using SafetensorsFile file = SafetensorsFile.Open(
            folder.WriteSafetensors("a", """{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", 8)
        );
        Assert.Contains("stored as I64", Assert.Throws<BadInputException>(() => file.Read("a")).Message);
    }
}
