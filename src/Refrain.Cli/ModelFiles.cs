using System.CommandLine;
using Refrain.Cli.Progress;
using Refrain.Hub;
using Refrain.LanguageModels;

namespace Refrain.Cli;

/// <summary>The files of the model that a command names, downloaded with progress where they are on the Hub.</summary>
internal static class ModelFiles
{
    public static string Find(string model, HubContent content, ParseResult result, CancellationToken cancel)
    {
        ProgressDrawing? drawing = null; // Most models are here already, and nothing is drawn.
        try
        {
            return ModelSource.Find(
                model,
                content,
                hub: null,
                update => (drawing ??= ProgressDrawing.Start(result.Quiet)).Report(update),
                Messages.Write,
                cancel
            );
        }
        finally
        {
            drawing?.Dispose();
        }
    }
}
