using NJsonSchema;

namespace Refrain.Tests.Schemas;

/// <summary>Schemas are those of the records; REFRAIN_UPDATE_GOLDEN=1 writes them anew.</summary>
public class SchemaTests
{
    public static TheoryData<string> Generated => [.. JsonSchemas.Generated.Select(schema => schema.File)];

    [Theory]
    [MemberData(nameof(Generated))]
    public void A_schema_is_that_of_its_record(string file)
    {
        var (_, title, type) = JsonSchemas.Generated.Single(schema => schema.File == file);
        string path = Path.Combine(JsonSchemas.Folder, file + ".schema.json"),
            text = JsonSchemas.Text(title, type);
        if (GoldenText.Update)
        {
            Directory.CreateDirectory(JsonSchemas.Folder);
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void The_index_names_every_schema_once()
    {
        string index = File.ReadAllText(Path.Combine(JsonSchemas.Folder, "README.md"));
        foreach (string path in Directory.GetFiles(JsonSchemas.Folder, "*.json"))
        {
            Assert.Equal(2, index.Split($"]({Path.GetFileName(path)})").Length);
        }

        Assert.Equal(Directory.GetFiles(JsonSchemas.Folder, "*.json").Length, index.Split(".schema.json)").Length - 1);
    }

    [Fact]
    public async Task A_member_too_many_or_too_few_fails()
    {
        var schema = await JsonSchema.FromJsonAsync(File.ReadAllText(Path.Combine(JsonSchemas.Folder, "explore.schema.json")));
        Assert.Empty(schema.Validate("""{"address": "http://127.0.0.1:1/"}"""));
        Assert.NotEmpty(schema.Validate("""{"address": "http://127.0.0.1:1/", "port": 1}"""));
        Assert.NotEmpty(schema.Validate("{}"));
        Assert.NotEmpty(schema.Validate("""{"address": null}"""));
    }
}
