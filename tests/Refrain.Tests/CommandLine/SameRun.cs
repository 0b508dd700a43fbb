using System.Text.Json.Nodes;

namespace Refrain.Tests.CommandLine;

/// <summary>Runs of the same batches, however often they were interrupted: all that they found is the same to the last byte.</summary>
internal static class SameRun
{
    private static readonly string[] Exact = ["responses.jsonl", "judgements.jsonl", "measurements.json", "directions.safetensors"];

    /// <summary>Compares two finished runs: their reports but for times, and what is exported beside those.</summary>
    public static void Of(string one, string other)
    {
        Assert.Equal(WithoutTimes(one), WithoutTimes(other));
        foreach (string name in Exact)
        {
            Assert.Equal(File.Exists(Path.Combine(one, name)), File.Exists(Path.Combine(other, name)));
            Assert.True(!File.Exists(Path.Combine(one, name)) || Bytes(one, name).AsSpan().SequenceEqual(Bytes(other, name)), name);
        }
    }

    private static byte[] Bytes(string run, string name) => File.ReadAllBytes(Path.Combine(run, name));

    private static string WithoutTimes(string run)
    {
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "report.json")))!.AsObject();
        Assert.True(report.Remove("times"));
        return report.ToJsonString();
    }
}
