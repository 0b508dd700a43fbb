using Microsoft.ML.OnnxRuntime;

namespace Refrain.Inference;

/// <summary>One compiled graph, and the feeding of it.</summary>
internal sealed class Session(InferenceSession session) : IDisposable
{
    private readonly HashSet<string> inputs = [.. session.InputNames];

    /// <summary>
    /// Runs the graph; <paramref name="feed"/> gives inputs (those the graph lacks are left out), <paramref name="results"/> the buffers
    /// that outputs are written to.
    /// </summary>
    public void Run(Feed feed, Feed results)
    {
        var given = feed.Values.Where(value => inputs.Contains(value.Name)).ToArray();
        var wanted = results.Values.ToArray();
        using var span = Spans.Start("run");
        span?.SetTag("tokens", Length(feed, "resid")).SetTag("rows", Length(feed, "asked"));
        using var options = new RunOptions();
        session.Run(
            options,
            [.. given.Select(value => value.Name)],
            [.. given.Select(value => value.Value)],
            [.. wanted.Select(value => value.Name)],
            [.. wanted.Select(value => value.Value)]
        );
        GC.KeepAlive(feed);
        GC.KeepAlive(results);
    }

    public void Dispose() => session.Dispose();

    private static long Length(Feed feed, string input) =>
        feed.Values.FirstOrDefault(value => value.Name == input).Value?.GetTensorTypeAndShape().Shape[0] ?? 0;
}
