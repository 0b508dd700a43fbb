using System.Text.Json;
using System.Text.Json.Nodes;

namespace Refrain.Tests.CommandLine;

/// <summary>
/// Runs that must have found the same: what is computed in other batches sums float32 in another order, so the last digits of a score may
/// differ, and nothing else.
/// </summary>
internal static class SameReport
{
    /// <summary>Compares the reports of two runs, but for their times.</summary>
    public static void Of(string one, string other) => Compare(WithoutTimes(one), WithoutTimes(other), "report");

    /// <summary>Texts and whole numbers are the same; other numbers are within 1e-4.</summary>
    public static void Compare(JsonNode? one, JsonNode? other, string place)
    {
        Assert.True(one?.GetValueKind() == other?.GetValueKind(), place);
        switch (one)
        {
            case JsonObject members:
                Assert.Equal(members.Select(member => member.Key), other!.AsObject().Select(member => member.Key));
                Assert.All(members, member => Compare(member.Value, other[member.Key], $"{place}.{member.Key}"));
                break;
            case JsonArray items:
                Assert.True(items.Count == other!.AsArray().Count, place);
                Assert.All(items.Index(), item => Compare(item.Item, other[item.Index], $"{place}[{item.Index}]"));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number && !value.TryGetValue<long>(out _):
                double number = value.GetValue<double>();
                Assert.True(
                    Math.Abs(number - other!.GetValue<double>()) <= 1e-4 * Math.Max(1, Math.Abs(number)),
                    $"{place}: {value} and {other}"
                );
                break;
            default:
                Assert.True(one?.ToJsonString() == other?.ToJsonString(), $"{place}: {one} and {other}");
                break;
        }
    }

    private static JsonObject WithoutTimes(string run)
    {
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "report.json")))!.AsObject();
        Assert.True(report.Remove("times"));
        return report;
    }
}
