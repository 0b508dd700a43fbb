using System.CommandLine;
using Refrain.Cli.Progress;
using Refrain.Hub;
using Refrain.LanguageModels;
using Refrain.Runs.Progress;

namespace Refrain.Cli;

/// <summary>The files of the model that a command names, downloaded with progress where they are on the Hub.</summary>
internal static class ModelFiles
{
    public static string Find(string model, HubContent content, ParseResult result, CancellationToken cancel)
    {
        using var drawing = new ProgressDrawingWhenNeeded(result);
        return ModelSource.Find(model, content, hub: null, drawing, CommandLogger.OfNotes, cancel);
    }

    /// <summary>Begins to draw at the first report: most models are here already, and nothing is drawn.</summary>
    private sealed class ProgressDrawingWhenNeeded(ParseResult result) : IProgress<ProgressEvent>, IDisposable
    {
        private ProgressDrawing? drawing;

        public void Report(ProgressEvent value) => (drawing ??= ProgressDrawing.Start(result.Quiet)).Report(value);

        public void Dispose() => drawing?.Dispose();
    }
}
