using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Directions;

/// <summary>Writes why a candidate was discarded as reports do, and reads exactly that back.</summary>
internal sealed class DiscardConverter : JsonConverter<Discard>
{
    private const string Above = " above ";

    // Those that carry a limit end in " above LIMIT"; a layer ends in "LIMIT of LAYERS".
    private static readonly (Filter Filter, string Words, double? Limit)[] Table =
    [
        (Filter.Layer, "layer at or above ", null),
        (Filter.Divergence, "divergence" + Above, null),
        (Filter.GeneratedDivergence, "generated divergence" + Above, null),
        (Filter.Degenerate, "degenerate answers" + Above, null),
        (Filter.OverRefusal, "over-refusal" + Above, null),
        (Filter.Addition, "addition does not induce refusal: score below 0", 0),
        (Filter.Refuses, "still refuses: ablated score at or above 0", 0),
        (Filter.NoNumber, "no number: the activations overflow", null),
        (Filter.NotBest, "ablated score above the best one's", null),
    ];

    /// <summary>In words: <c>divergence above 0.1</c>, <c>layer at or above 12 of 16</c>.</summary>
    public static string Words(Discard discard)
    {
        string words = Table.Single(row => row.Filter == discard.Filter).Words;
        return !words.EndsWith(' ') ? words
            : discard.Of is { } layers ? string.Create(CultureInfo.InvariantCulture, $"{words}{discard.Limit} of {layers}")
            : string.Create(CultureInfo.InvariantCulture, $"{words}{discard.Limit}");
    }

    /// <summary>What the words say; null where they are not as <see cref="Words"/> writes them.</summary>
    public static Discard? Parse(string words)
    {
        foreach (var row in Table.Where(row => words.StartsWith(row.Words, StringComparison.Ordinal)))
        {
            string[] rest = words[row.Words.Length..].Split(" of ");
            bool number = double.TryParse(rest[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double limit);
            int layers = 0;
            bool of = rest.Length == 2 && int.TryParse(rest[1], NumberStyles.None, CultureInfo.InvariantCulture, out layers);
            var discard = new Discard(row.Filter, number ? limit : row.Limit, of ? layers : null);
            if (Words(discard) == words)
            {
                return discard;
            }
        }

        return null;
    }

    public override Discard Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString() ?? "") ?? throw new JsonException("is no reason for which a candidate is discarded");

    public override void Write(Utf8JsonWriter writer, Discard value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Words(value));
}
