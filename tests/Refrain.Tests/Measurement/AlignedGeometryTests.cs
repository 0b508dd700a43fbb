using System.Text.Json;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Tests.Directions;

namespace Refrain.Tests.Measurement;

/// <summary>
/// Geometry of aligned-270m from its own activations, all languages and layers, against scikit-learn on those of transformers.
/// </summary>
public class AlignedGeometryTests(AlignedModel aligned) : IClassFixture<AlignedModel>
{
    private const int Prompts = KeptRows.Most;

    [Fact]
    public void Every_layer_and_language_is_that_of_the_reference()
    {
        Shared.NeedSlow();
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "geometry", "expected.json")));
        string[] languages = [.. document.RootElement.GetProperty("languages").EnumerateArray().Select(language => language.GetString()!)];
        var geometry = Measure(languages);
        double cosine = 0,
            silhouette = 0,
            auroc = 0,
            separation = 0,
            retrieval = 0;
        foreach (var expected in document.RootElement.GetProperty("layers").EnumerateObject())
        {
            int layer = int.Parse(expected.Name, System.Globalization.CultureInfo.InvariantCulture) - 1;
            foreach (var (column, language) in languages.Index())
            {
                var measured = geometry.Languages[language].Layers[layer];
                Assert.Equal(layer + 1, measured.Layer);
                silhouette = Math.Max(
                    silhouette,
                    Math.Abs(expected.Value.GetProperty("silhouette_cosine").Number(language) - measured.Classes.Silhouette)
                );
                auroc = Math.Max(auroc, Math.Abs(expected.Value.GetProperty("auroc_on_english").Number(language) - measured.Classes.Auroc));
                separation = Math.Max(
                    separation,
                    Math.Abs(expected.Value.GetProperty("separation_in_pooled_sd").Number(language) - measured.Classes.Separation)
                );
                foreach (var (row, other) in languages.Index().Where(other => other.Item != language))
                {
                    cosine = Math.Max(
                        cosine,
                        Math.Abs(expected.Value.GetProperty("cosine")[row][column].GetDouble() - measured.Cosines[other].Value)
                    );
                }

                if (language != "en")
                {
                    double[] found = expected.Value.GetProperty("retrieval_to_and_from_english").Numbers(language);
                    Assert.Equal(2 * Prompts, measured.Retrieval!.Prompts);
                    retrieval = Math.Max(
                        retrieval,
                        2
                            * Prompts
                            * Math.Max(Math.Abs(found[0] - measured.Retrieval.ToSource), Math.Abs(found[1] - measured.Retrieval.FromSource))
                    );
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage(
            $"largest differences: cosine {cosine:e1}, silhouette {silhouette:e1}, "
                + $"AUROC {auroc:e1}, separation {separation:e1}, retrieval {retrieval} prompts"
        );
        Assert.InRange(cosine, 0, 1e-3);
        Assert.InRange(silhouette, 0, 2e-3);
        Assert.InRange(auroc, 0, 1e-3);
        Assert.InRange(separation, 0, 1e-3);
        Assert.InRange(retrieval, 0, 2);
        CompareComponents(document.RootElement.GetProperty("pca_layer_10"), geometry);
        CompareCorrelations(document.RootElement, languages, geometry);
    }

    private Geometry Measure(IEnumerable<string> languages)
    {
        var kept = new Dictionary<(string, string), byte[]>();
        StoredItem Remember(string stage, string key, long cost, Func<byte[]> compute) =>
            new(stage, key, kept.TryGetValue((stage, key), out byte[]? bytes) ? bytes : kept[(stage, key)] = compute());
        IReadOnlyList<int[]> Train(string language, PromptClass promptClass) =>
            aligned.Prompts(language, promptClass, Split.Train, 0, Prompts);
        var readings = languages.ToDictionary(
            language => language,
            language =>
                LanguageReading.Read(
                    aligned.Model,
                    language,
                    Train(language, PromptClass.Harmful),
                    Train(language, PromptClass.Harmless),
                    AlignedModel.Positions,
                    Remember,
                    language == "en" ? KeptRows.Every(AlignedModel.Positions) : KeptRows.At(-1)
                )
        );
        IReadOnlyList<string> Ids(string language, PromptClass promptClass) =>
            [.. Enumerable.Range(0, Prompts).Select(row => $"{promptClass}/{row}")];
        return new GeometryMeasurement(readings, "en", -1, Ids, 0, Remember).Run(10);
    }

    private static void CompareComponents(JsonElement expected, Geometry geometry)
    {
        Assert.All(expected.Numbers("explained_variance_ratio").Zip(geometry.Planes["en"].Own.ExplainedVarianceRatio), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-3)
        );
        foreach ((string language, var planes) in geometry.Planes)
        {
            foreach (
                var (mean, points) in expected
                    .GetProperty("class_means")
                    .Rows(language)
                    .Zip([planes.OnSource.Harmful, planes.OnSource.Harmless])
            )
            {
                // The reference's signs are free; the means are up to thousands.
                Assert.All(mean.Index(), component =>
                    Assert.Equal(
                        Math.Abs(component.Item),
                        Math.Abs(points.Average(point => point[component.Index])),
                        1e-3 * Math.Max(100, Math.Abs(component.Item))
                    )
                );
            }
        }
    }

    /// <summary>The mechanism test: separation at each layer with the baseline refusal scores of harmful test rows 286–317.</summary>
    private void CompareCorrelations(JsonElement expected, string[] languages, Geometry geometry)
    {
        var onset = AlignedModel.Golden("onset.json");
        double[] scores =
        [
            .. languages.Select(language =>
                MeanScore(
                    language,
                    [.. onset.GetProperty(language).GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32())]
                )
            ),
        ];
        foreach (var layer in expected.GetProperty("layers").EnumerateObject())
        {
            int index = int.Parse(layer.Name, System.Globalization.CultureInfo.InvariantCulture) - 1;
            var correlation = Correlations.Of(
                languages.Zip(scores, (language, score) =>
                    ((double?)geometry.Languages[language].Layers[index].Classes.Separation, (double?)score)
                )
            )!;
            Assert.Equal(layer.Value.Number("spearman_separation_vs_refusal"), correlation.Spearman!.Value, 1e-9);
            Assert.Equal(layer.Value.Number("pearson_separation_vs_refusal"), correlation.Pearson!.Value, 1e-3);
        }
    }

    private double MeanScore(string language, int[] onset)
    {
        double sum = 0;
        var prompts = aligned.Prompts(language, PromptClass.Harmful, Split.Test, 286, 32);
        var activations = Extraction.Run(aligned.Model, prompts, AlignedModel.Positions, AlignedModel.Afresh, language);
        Extraction.FirstTokens(aligned.Model, activations, (_, logits) => sum += RefusalScore.Of(logits, onset));
        return sum / prompts.Count;
    }
}
