using System.CommandLine;
using Refrain.Cli.Json;
using Refrain.Reproductions;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain reproduce</c>: the paper's compliance rates beside what its released responses give.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DATA_FOLDER")
        {
            Description = "Holds published (the paper's tables) and judge (its released responses with labels).",
        };
        var json = Options.Json("every published figure with what was computed for it");
        var command = new Command(
            "reproduce",
            "Recomputes the compliance rates of Wang et al. (2025) from their responses and labels, and by the product's own judge."
        )
        {
            folder,
            json,
        };
        command.SetAction(result =>
        {
            var rates = Reproduction.Run(result.GetRequiredValue(folder));
            if (result.GetValue(json))
            {
                result.Output.WriteLine(CliJson.Indented(ReproductionJson.Of(rates)));
            }
            else
            {
                ReproduceOutput.WriteTables(rates, result.Output);
            }

            return rates.SelectMany(rate => rate.Figures).All(figure => ReproducedRate.Same(figure.Published, figure.Computed))
                ? ExitCode.Done
                : ExitCode.ThresholdMissed;
        });
        return command.WithExample("The data beside the repository", "refrain reproduce ../shared/data");
    }
}
