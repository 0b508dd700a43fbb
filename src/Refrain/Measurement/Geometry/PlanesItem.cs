using System.Text.Json;
using Refrain.Inference;

namespace Refrain.Measurement;

/// <summary>One language's prompts in two dimensions.</summary>
/// <remarks>JSON, version 1.</remarks>
/// <param name="Version">Of the layout.</param>
/// <param name="OnSource">On the source's components.</param>
/// <param name="Own">On its own.</param>
internal sealed record PlanesItem(int Version, PromptPlane OnSource, PromptPlane Own) : IItemLayout<PlanesItem>
{
    private const int CurrentVersion = 1;

    private static readonly GeometryJson Json = new(JsonItem.Options(GeometryJson.Default));

    public static string Stage => GeometryItem.Stage;

    /// <summary>The item of a language.</summary>
    public static PlanesItem Of(LanguagePlanes planes) => new(CurrentVersion, planes.OnSource, planes.Own);

    /// <summary>What it holds.</summary>
    public LanguagePlanes ToPlanes() => new(OnSource, Own);

    public static PlanesItem Decode(StoredItem item)
    {
        var read = JsonItem.Read(item, Json.PlanesItem);
        JsonItem.RequireVersion(item, read.Version, CurrentVersion);
        double[]?[] points = [.. read.OnSource.Harmful, .. read.OnSource.Harmless, .. read.Own.Harmful, .. read.Own.Harmless];
        return points.Contains(null) ? throw item.Damaged("a point is null", "two numbers a point") : read;
    }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, Json.PlanesItem);
}
