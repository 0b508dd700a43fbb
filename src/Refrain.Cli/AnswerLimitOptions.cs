using System.CommandLine;
using System.Globalization;
using Refrain.Directions;

namespace Refrain.Cli;

/// <summary>Limits on what the chosen ablation may do to answers; none by default.</summary>
internal sealed class AnswerLimitOptions
{
    private const string DivergenceName = "--max-generated-kl",
        DegenerateName = "--max-degenerate-share",
        RefusalName = "--max-over-refusal";

    private readonly Option<double?> divergence = new(DivergenceName)
    {
        Description =
            "Choose no direction whose ablation moves the model further on its own harmless answers: "
            + "mean divergence over the first 16 tokens, nats; no limit by default.",
        HelpName = "nats",
    };

    private readonly Option<double?> degenerate = new(DegenerateName)
    {
        Description =
            "Choose no direction under whose ablation more harmless answers are degenerate (loops, another language); no limit by default.",
        HelpName = "share",
    };

    private readonly Option<double?> refusal = new(RefusalName)
    {
        Description = "Choose no direction under whose ablation more harmless answers are refusals; no limit by default.",
        HelpName = "share",
    };

    public void AddTo(Command command)
    {
        Options.Within(divergence, 0, double.MaxValue, whole: false, "a number of nats from 0 on");
        Options.Within(degenerate, 0, 1, whole: false, "a share from 0 to 1");
        Options.Within(refusal, 0, 1, whole: false, "a share from 0 to 1");
        command.Add(divergence);
        command.Add(degenerate);
        command.Add(refusal);
    }

    public AnswerLimits Read(ParseResult result) =>
        new()
        {
            GeneratedDivergence = result.GetValue(divergence),
            DegenerateShare = result.GetValue(degenerate),
            OverRefusal = result.GetValue(refusal),
        };

    /// <summary>The words that repeat them.</summary>
    public static IEnumerable<string> Words(AnswerLimits limits) =>
        from limit in ((string Name, double? Most)[])
            [(DivergenceName, limits.GeneratedDivergence), (DegenerateName, limits.DegenerateShare), (RefusalName, limits.OverRefusal)]
        where limit.Most is not null
        from word in (string[])[limit.Name, limit.Most!.Value.ToString("R", CultureInfo.InvariantCulture)]
        select word;
}
