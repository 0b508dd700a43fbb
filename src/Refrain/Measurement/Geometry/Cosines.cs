namespace Refrain.Measurement;

/// <summary>
/// Cosines between the languages' directions, unfiltered class means, at the chosen position, and their p-values (docs/method.md 8).
/// </summary>
internal static class Cosines
{
    public static CosineReport? Of(Geometry geometry, IReadOnlyList<string> languages) =>
        geometry.Languages.Count == 0
            ? null
            : new CosineReport
            {
                Position = geometry.Position,
                Languages = languages,
                Layers =
                [
                    .. geometry
                        .Languages[geometry.Source]
                        .Layers.Select(
                            (layer, index) =>
                                new CosineLayer
                                {
                                    Layer = layer.Layer,
                                    Values = Matrix(languages, (row, column) =>
                                        row == column ? Own(geometry, row) : Between(geometry, row, column, index)?.Value
                                    ),
                                    PValues = Matrix(languages, (row, column) => Between(geometry, row, column, index)?.P),
                                }
                        ),
                ],
            };

    private static IReadOnlyList<IReadOnlyList<double?>> Matrix(IReadOnlyList<string> languages, Func<string, string, double?> value) =>
        [.. languages.Select(row => (IReadOnlyList<double?>)[.. languages.Select(column => Finite.OrNull(value(row, column)))])];

    private static double? Own(Geometry geometry, string language) => geometry.Languages.ContainsKey(language) ? 1 : null;

    // The column's labels are the permuted ones.
    private static TestedCosine? Between(Geometry geometry, string row, string column, int layer) =>
        geometry.Languages.GetValueOrDefault(column)?.Layers[layer].Cosines.GetValueOrDefault(row);
}
