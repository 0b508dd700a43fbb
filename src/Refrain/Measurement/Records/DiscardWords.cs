using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>The words for why a candidate was discarded, as reports print and keep them.</summary>
internal static class DiscardWords
{
    private const string LayersFollow = " of ";

    // What stands before the limit, or the whole of it where there is none.
    private static readonly (Filter Filter, string Words, bool Limited)[] Table =
    [
        (Filter.Layer, "layer at or above ", true),
        (Filter.Divergence, "divergence above ", true),
        (Filter.Addition, "addition does not induce refusal: score below 0", false),
        (Filter.Refuses, "still refuses: ablated score at or above 0", false),
        (Filter.NotBest, "ablated score above the best one's", false),
        (Filter.NoNumber, "no number: the activations overflow", false),
        (Filter.GeneratedDivergence, "generated divergence above ", true),
        (Filter.Degenerate, "degenerate answers above ", true),
        (Filter.OverRefusal, "over-refusal above ", true),
    ];

    /// <summary>For example <c>divergence above 0.1</c>.</summary>
    public static string Of(Discard discard)
    {
        var (_, words, limited) = Table.First(row => row.Filter == discard.Filter);
        string limit = limited ? string.Create(CultureInfo.InvariantCulture, $"{discard.Limit}") : "";
        return words + limit + (discard.Layers is { } layers ? string.Create(CultureInfo.InvariantCulture, $"{LayersFollow}{layers}") : "");
    }

    /// <summary>Reads what <see cref="Of"/> wrote; null of anything else.</summary>
    public static Discard? Read(string text) =>
        Table
            .Where(row => text.StartsWith(row.Words, StringComparison.Ordinal))
            .Select(row => Read(row.Filter, row.Limited, text[row.Words.Length..].Split(LayersFollow)))
            .FirstOrDefault(discard => discard is not null && Of(discard) == text);

    private static Discard? Read(Filter filter, bool limited, string[] numbers) =>
        (filter, numbers) switch
        {
            (_, [""]) when !limited => new Discard(filter),
            (not Filter.Layer, [var limit]) when Number(limit) is { } most => new Discard(filter, most),
            (Filter.Layer, [var limit, var layers])
                when Number(limit) is { } first && int.TryParse(layers, NumberStyles.None, CultureInfo.InvariantCulture, out int all) =>
                new Discard(filter, first, all),
            _ => null,
        };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}

/// <summary>Writes and reads a <see cref="Discard"/> as its words.</summary>
internal sealed class DiscardConverter : JsonConverter<Discard>
{
    public override Discard Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? DiscardWords.Read(reader.GetString()!) : null)
        ?? throw new JsonException("no reason by which the selection discards");

    public override void Write(Utf8JsonWriter writer, Discard value, JsonSerializerOptions options) =>
        writer.WriteStringValue(DiscardWords.Of(value));
}
