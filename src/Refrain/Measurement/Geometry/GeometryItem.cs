using System.Text.Json;
using Refrain.Inference;

namespace Refrain.Measurement;

/// <summary>One language's geometry.</summary>
/// <remarks>JSON, version 1; a number that is none is <c>"NaN"</c>.</remarks>
/// <param name="Version">Of the layout.</param>
/// <param name="Harmful">Harmful prompts that were used.</param>
/// <param name="Harmless">Harmless ones.</param>
/// <param name="Layers">One a layer.</param>
internal sealed record GeometryItem(int Version, int Harmful, int Harmless, IReadOnlyList<LayerGeometry> Layers) : IItemLayout<GeometryItem>
{
    private const int CurrentVersion = 1;

    private static readonly GeometryJson Json = new(JsonItem.Options(GeometryJson.Default));

    public static string Stage => "geometry";

    /// <summary>The item of a language.</summary>
    public static GeometryItem Of(LanguageGeometry geometry) => new(CurrentVersion, geometry.Harmful, geometry.Harmless, geometry.Layers);

    /// <summary>What it holds.</summary>
    public LanguageGeometry ToGeometry() => new(Harmful, Harmless, Layers);

    public static GeometryItem Decode(StoredItem item)
    {
        var read = JsonItem.Read(item, Json.GeometryItem);
        JsonItem.RequireVersion(item, read.Version, CurrentVersion);
        return read.Harmful >= 0 && read.Harmless >= 0 && !read.Layers.Contains(null!)
            ? read
            : throw item.Damaged("it holds fewer than no prompts, or a layer that is null", "prompts and layers");
    }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, Json.GeometryItem);
}
