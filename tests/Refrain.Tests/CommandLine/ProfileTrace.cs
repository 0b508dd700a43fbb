using System.Text.Json;

namespace Refrain.Tests.CommandLine;

/// <summary>A span of a trace, in microseconds.</summary>
internal sealed record TraceSpan(string Name, string Category, double Start, double Duration, int Thread, JsonElement Arguments)
{
    public double End => Start + Duration;

    public string? Text(string argument) => Arguments.TryGetProperty(argument, out var value) ? value.ToString() : null;
}

/// <summary>A trace read as its viewers do.</summary>
internal sealed class ProfileTrace
{
    /// <param name="path">The file, whose array may lack its end.</param>
    public ProfileTrace(string path)
    {
        string text = File.ReadAllText(path).TrimEnd();
        Ended = text.EndsWith(']');
        using var json = JsonDocument.Parse(Ended ? text : text + "]");
        var events = json.RootElement.Clone().EnumerateArray().ToList();
        Spans =
        [
            .. events
                .Where(one => Phase(one) == "X")
                .Select(one => new TraceSpan(
                    one.GetProperty("name").GetString()!,
                    one.GetProperty("cat").GetString()!,
                    one.GetProperty("ts").GetDouble(),
                    one.GetProperty("dur").GetDouble(),
                    one.GetProperty("tid").GetInt32(),
                    one.GetProperty("args")
                )),
        ];
        Counters =
        [
            .. events
                .Where(one => Phase(one) == "C")
                .Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("args").GetProperty("value").GetDouble())),
        ];
    }

    /// <summary>False: what wrote it was killed.</summary>
    public bool Ended { get; }

    public IReadOnlyList<TraceSpan> Spans { get; }

    public IReadOnlyList<(string Name, double Value)> Counters { get; }

    public TraceSpan Only(string name) => Spans.Single(span => span.Name == name);

    private static string Phase(JsonElement one) => one.GetProperty("ph").GetString()!;
}
