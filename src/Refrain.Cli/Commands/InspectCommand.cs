using System.CommandLine;
using Refrain.Cli.Json;
using Refrain.Cli.Progress;
using Refrain.Hub;
using Refrain.Inspections;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain inspect</c>: what a model is, what its template does, what an audit takes, and what to doubt.</summary>
internal static class InspectCommand
{
    private const int MostSampled = 128;

    public static Command Create()
    {
        var model = Options.Model();
        var suite = Options.Suite();
        var languages = Options.Languages();
        var source = Options.Source();
        var sample = new Option<int?>("--sample")
        {
            Description =
                "Prompts to try per class and language, and half of them to answer; 0: none. "
                + "By default 8 or 4 where that is quick, else none.",
            HelpName = "number",
        };
        Options.Within(sample, 0, MostSampled, whole: true, $"a whole number from 0 to {MostSampled}");
        var json = Options.Json();
        var command = new Command(
            "inspect",
            "Looks at a model before an audit: architecture, hook points, chat template, "
                + "memory, a few prompts tried, time that an audit takes, and what to doubt."
        )
        {
            model,
            suite,
            languages,
            source,
            sample,
            json,
        };
        var template = new TemplateOptions().AddTo(command);
        var compute = new ComputeOptions().AddTo(command, batches: false);
        command.SetAction(
            (result, cancel) =>
                Task.Run(
                    () =>
                    {
                        var request = new InspectionRequest
                        {
                            Model = ModelFiles.Find(result.GetRequiredValue(model), HubContent.Model, result, cancel),
                            Suite = result.GetValue(suite),
                            Languages = result.GetValue(languages) is { Length: > 0 } given ? given : null,
                            Source = result.GetRequiredValue(source),
                            Template = template.Read(result),
                            Sample = result.GetValue(sample),
                            Cache = CacheFolder.Default,
                            Compute = compute.Read(result),
                        };
                        var inspection = Inspect(request, result, cancel);
                        if (result.GetValue(json))
                        {
                            result.Output.WriteLine(CliJson.Indented(InspectionJson.Of(inspection)));
                        }
                        else
                        {
                            InspectOutput.Write(inspection, result);
                        }

                        return ExitCode.Done;
                    },
                    CancellationToken.None
                )
        );
        return command
            .WithExample("What refrain finds in a folder, with a few prompts tried", "refrain inspect ./my-model")
            .WithExample("Nothing run, in a moment", "refrain inspect ./my-model --sample 0 --json")
            .WithExample(
                "Before an audit of three languages with a system turn",
                "refrain inspect ./my-model --languages en,de,ko --system \"Be brief.\""
            );
    }

    private static Inspection Inspect(InspectionRequest request, ParseResult result, CancellationToken cancel)
    {
        using var drawing = ProgressDrawing.Start(result.Quiet);
        return Inspection.Of(request, drawing, CommandLogger.OfNotes, cancel);
    }
}
