using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

/// <summary>The statistics on a real model's activations, layer 10, against scikit-learn.</summary>
public class RealGeometryTests
{
    private static readonly string[] Languages = ["en", "de", "ko", "yo"];

    [Fact]
    public void Cosine_silhouette_auroc_and_separation_of_a_real_layer()
    {
        var expected = Expected("layers").GetProperty("10");
        var activations = Activations();
        var names = Expected("languages").EnumerateArray().Select(name => name.GetString()).ToList();
        var english = Unit(Difference(activations, "en"));
        foreach (string language in Languages)
        {
            double[][] harmful = activations[$"{language}.harmful"], harmless = activations[$"{language}.harmless"];
            double[][] points = [.. harmful, .. harmless];
            int[] labels = [.. harmful.Select(_ => 1), .. harmless.Select(_ => 0)];
            Golden.Equal(expected.GetProperty("silhouette_cosine").Number(language), Silhouette.Of(points, labels, SilhouetteDistance.Cosine));
            Golden.Equal(expected.GetProperty("cosine")[names.IndexOf("en")][names.IndexOf(language)].GetDouble(), Cosine.Of(english, Difference(activations, language)));
            double[] onHarmful = [.. harmful.Select(point => Dot(point, english))], onHarmless = [.. harmless.Select(point => Dot(point, english))];
            Golden.Equal(expected.GetProperty("auroc_on_english").Number(language), Auroc.Of(onHarmful, onHarmless));
            Golden.Equal(expected.GetProperty("separation_in_pooled_sd").Number(language), Separation.Of(onHarmful, onHarmless));
        }
    }

    [Fact]
    public void Principal_components_of_a_real_layer_with_more_dimensions_than_prompts()
    {
        var expected = Expected("pca_layer_10");
        var activations = Activations();
        var fitted = PrincipalComponents.Fit([.. activations["en.harmful"], .. activations["en.harmless"]]);
        Assert.All(expected.Numbers("explained_variance_ratio").Zip(fitted.ExplainedVarianceRatio), pair => Golden.Equal(pair.First, pair.Second));
        foreach (string language in Languages)
        {
            var means = expected.GetProperty("class_means").Rows(language);
            foreach (var (mean, name) in means.Zip(["harmful", "harmless"]))
            {
                var projected = fitted.Project(activations[$"{language}.{name}"]);
                for (int component = 0; component < 2; component++)
                {
                    // The reference's signs are free.
                    Golden.Equal(Math.Abs(mean[component]), Math.Abs(projected.Average(point => point[component])));
                }
            }
        }
    }

    private static JsonElement Expected(string section)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "geometry", "expected.json")));
        return document.RootElement.GetProperty(section).Clone();
    }

    /// <summary>[prompt][hidden] per tensor name.</summary>
    private static Dictionary<string, double[][]> Activations()
    {
        var file = File.ReadAllBytes(Shared.Path("golden", "geometry", "activations.safetensors"));
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var document = JsonDocument.Parse(file.AsMemory(8, header));
        return document.RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__").ToDictionary(tensor => tensor.Name.Replace(".layer10", "", StringComparison.Ordinal), tensor =>
        {
            int[] offsets = tensor.Value.Labels("data_offsets"), shape = tensor.Value.Labels("shape");
            var values = MemoryMarshal.Cast<byte, float>(file.AsSpan(8 + header)[offsets[0]..offsets[1]]).ToArray();
            return values.Chunk(shape[1]).Select(row => Array.ConvertAll(row, value => (double)value)).ToArray();
        });
    }

    private static double[] Difference(Dictionary<string, double[][]> activations, string language)
    {
        double[] Mean(double[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(d => rows.Average(row => row[d]))];
        return [.. Mean(activations[$"{language}.harmful"]).Zip(Mean(activations[$"{language}.harmless"]), (h, b) => h - b)];
    }

    private static double[] Unit(double[] vector) => [.. vector.Select(value => value / Math.Sqrt(Dot(vector, vector)))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
