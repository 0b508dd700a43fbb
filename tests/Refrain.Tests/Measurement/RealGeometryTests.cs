using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Ground.Statistics;
using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

/// <summary>Geometry of a real model's activations, layer 10, against scikit-learn.</summary>
public class RealGeometryTests
{
    private static readonly string[] Languages = ["en", "de", "ko", "yo"];

    [Fact]
    public void Cosine_silhouette_auroc_and_separation_of_a_real_layer()
    {
        var expected = Expected("layers").GetProperty("10");
        var names = Expected("languages").EnumerateArray().Select(name => name.GetString()).ToList();
        var activations = Activations();
        foreach (string language in Languages)
        {
            var classes = ClassSeparation.Of(activations[language], activations["en"].Direction);
            Golden.Equal(expected.GetProperty("silhouette_cosine").Number(language), classes.Silhouette);
            Golden.Equal(expected.GetProperty("auroc_on_english").Number(language), classes.Auroc);
            Golden.Equal(expected.GetProperty("separation_in_pooled_sd").Number(language), classes.Separation);
            foreach (string other in Languages)
            {
                double cosine = expected.GetProperty("cosine")[names.IndexOf(other)][names.IndexOf(language)].GetDouble();
                Assert.Equal(cosine, Cosine.Of(activations[language].Direction, activations[other].Direction), 1e-12);
            }
        }
    }

    [Fact]
    public void Retrieval_at_a_real_layer_both_ways()
    {
        var expected = Expected("layers").GetProperty("10").GetProperty("retrieval_to_and_from_english");
        var activations = Activations();
        foreach (string language in Languages.Where(language => language != "en"))
        {
            var found = Retrieval.Of(activations["en"].All, activations[language].All);
            Assert.Equal(
                (expected.GetProperty(language)[0].GetDouble(), expected.GetProperty(language)[1].GetDouble(), 128),
                (found.ToSource, found.FromSource, found.Prompts)
            );
        }
    }

    [Fact]
    public void Principal_components_of_a_real_layer_with_more_dimensions_than_prompts()
    {
        var expected = Expected("pca_layer_10");
        var activations = Activations();
        var fitted = PrincipalComponents.Fit(activations["en"].All);
        Assert.All(expected.Numbers("explained_variance_ratio").Zip(fitted.ExplainedVarianceRatio), pair =>
            Golden.Equal(pair.First, pair.Second)
        );
        foreach (string language in Languages)
        {
            var plane = PromptPlane.Of(fitted, activations[language]);
            foreach (var (mean, points) in expected.GetProperty("class_means").Rows(language).Zip([plane.Harmful, plane.Harmless]))
            {
                for (int component = 0; component < 2; component++)
                {
                    // The reference's signs are free.
                    Golden.Equal(Math.Abs(mean[component]), Math.Abs(points.Average(point => point[component])));
                }
            }
        }
    }

    [Fact]
    public void On_real_activations_only_languages_that_share_the_direction_beat_permuted_labels()
    {
        var activations = Activations();
        double P(string language) =>
            new LabelPermutations(64, 64, 0, language).PValues(activations[language].All, [activations["en"].Direction])[0];
        // cosine 0.95; shuffled differences lie in the few dimensions that prompts vary in, so they reach high cosines too
        Assert.InRange(P("de"), 0, 0.01);
        Assert.InRange(P("ko"), 0, 0.01);
        Assert.InRange(P("yo"), 0.05, 0.6); // cosine 0.07
    }

    [Fact]
    public void Shifts_of_real_prompts_are_what_a_naive_computation_gives()
    {
        var activations = Activations();
        var (english, german) = (activations["en"], activations["de"]);
        var measured = Parallelism.Of(english.All, german.All, english.Direction, german.Direction);
        double[][] shifts = [.. german.All.Zip(english.All, (g, e) => g.Zip(e, (x, y) => x - y).ToArray())];
        double[] mean = [.. Enumerable.Range(0, shifts[0].Length).Select(d => shifts.Average(shift => shift[d]))];
        double[] Rest(double[] vector) => [.. vector.Zip(mean, (v, m) => v - (Dot(vector, mean) / Dot(mean, mean) * m))];
        double CosineOf(double[] a, double[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
        Assert.Equal(shifts.Average(shift => CosineOf(shift, mean)), measured.MeanCosine, 1e-12);
        Assert.Equal(CosineOf(Rest(german.Direction), Rest(english.Direction)), measured.CosineWithoutShift, 1e-12);
        Assert.InRange(measured.MeanCosine, 0.3, 0.99);
    }

    private static JsonElement Expected(string section)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "geometry", "expected.json")));
        return document.RootElement.GetProperty(section).Clone();
    }

    private static Dictionary<string, ClassActivations> Activations()
    {
        using var file = SafetensorsFile.Open(Shared.Path("golden", "geometry", "activations.safetensors"));
        double[][] Points(string name) => [.. Array.ConvertAll(file.Read(name), value => (double)value).Chunk(640)];
        return Languages.ToDictionary(
            language => language,
            language => new ClassActivations(Points($"{language}.harmful.layer10"), Points($"{language}.harmless.layer10"))
        );
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
