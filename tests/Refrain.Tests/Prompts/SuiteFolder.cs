using System.Text.Json.Nodes;
using Refrain.Prompts;

namespace Refrain.Tests.Prompts;

/// <summary>A temporary folder with suite files, removed at the test's end.</summary>
internal sealed class SuiteFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("refrain-suite-").FullName;

    public SuiteFolder File(string name, string content)
    {
        System.IO.File.WriteAllText(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    public SuiteFolder Bytes(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        return this;
    }

    /// <summary>A PolyRefuse test file; each row is (English, translation).</summary>
    public SuiteFolder Test(string language, params (string? English, string? Text)[] rows) =>
        File(
            $"harmful_test_translated_{language}.json",
            new JsonArray([
                .. rows.Select(row => new JsonObject
                {
                    ["instruction"] = row.English,
                    ["instruction_translated"] = row.Text,
                    ["category"] = null,
                }),
            ]).ToJsonString()
        );

    public SuiteFolder Lines(params string[] lines) => File("suite.jsonl", string.Join('\n', lines));

    public Suite Load() => Suite.Load(Path);

    public BadInputException LoadFails() => Assert.Throws<BadInputException>(Load);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
