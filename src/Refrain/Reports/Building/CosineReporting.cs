using Refrain.Directions;
using Refrain.Measurement;

namespace Refrain.Reports.Building;

/// <summary>Cosines between the languages' directions, unfiltered class means, at the chosen position (method.md 8).</summary>
internal static class CosineReporting
{
    public static CosineReport Of(IReadOnlyDictionary<string, LanguageReading> readings, IReadOnlyList<string> languages, int position)
    {
        int layers = readings.Values.First().Directions.Layers;
        return new CosineReport
        {
            Position = position,
            Languages = languages,
            Layers = [.. Enumerable.Range(0, layers).Select(layer => new CosineLayer
            {
                Layer = layer,
                Values = [.. languages.Select(row => (IReadOnlyList<double?>)[.. languages.Select(column => Between(readings, row, column, layer, position))])],
            })],
        };
    }

    private static double? Between(IReadOnlyDictionary<string, LanguageReading> readings, string row, string column, int layer, int position)
    {
        if (!readings.TryGetValue(row, out var first) || !readings.TryGetValue(column, out var second)
            || first.Directions.IsZero(layer, position) || second.Directions.IsZero(layer, position))
        {
            return null;
        }

        return row == column ? 1 : Cosine.Of(first.Directions.At(layer, position), second.Directions.At(layer, position));
    }
}
