using System.Text.Json;

namespace Refrain.Tests.Measurement;

/// <summary>Values by scipy and scikit-learn.</summary>
internal static class Golden
{
    public static JsonElement Statistics(string section)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "statistics.json")));
        return document.RootElement.GetProperty(section).Clone();
    }

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement element, string name) => Numbers(element.GetProperty(name));

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Labels(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static double[][] Rows(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(Numbers)];

    /// <summary>Equal to 12 digits, relative to the expected value.</summary>
    public static void Equal(double expected, double actual) =>
        Assert.True(
            Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected),
            $"expected {expected:R}, got {actual:R}, relative difference {(actual - expected) / expected:e1}"
        );
}
