using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>What the page's script draws, with no more digits than a picture needs.</summary>
internal sealed record PictureData
{
    private static readonly PictureDataContext Compact = new(
        new JsonSerializerOptions(PictureDataContext.Default.Options) { Converters = { new ShortNumberConverter() } }
    );

    /// <summary>Pictures by their names in the page.</summary>
    public IReadOnlyDictionary<string, HeatMap> Heat { get; init; } = new Dictionary<string, HeatMap>();

    public IReadOnlyDictionary<string, Scatter> Scatter { get; init; } = new Dictionary<string, Scatter>();

    public IReadOnlyDictionary<string, Curves> Curves { get; init; } = new Dictionary<string, Curves>();

    public IReadOnlyList<CandidatePoint> Candidates { get; init; } = [];

    /// <summary>JSON in which &lt; is escaped, so that nothing in it can end the script element.</summary>
    public string Write() => JsonSerializer.Serialize(this, Compact.PictureData);
}

/// <summary>Writes at most four digits after the point, and NaN as null.</summary>
internal sealed class ShortNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(Math.Abs(value) < 1e15 ? (decimal)Math.Round(value, 4) : decimal.MaxValue);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PictureData))]
internal sealed partial class PictureDataContext : JsonSerializerContext;
