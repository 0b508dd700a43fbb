using System.CommandLine;
using System.Globalization;
using Refrain.Audits;

namespace Refrain.Cli;

/// <summary>The options of refusal under probabilistic ablation.</summary>
internal sealed class StressOptions
{
    private const string Name = "--stress",
        ProbabilitiesName = "--stress-probabilities";

    private static readonly StressSettings Usual = new();

    private readonly Option<bool> stress = new(Name)
    {
        Description =
            "Also measure refusal while the ablation acts at each point of the model and token with a probability only, from 0 to 1: how much it takes to break it.",
    };
    private readonly Option<int?> prompts = new("--stress-prompts")
    {
        Description =
            $"With {Name}: harmful test prompts of each language, the first ids; {Usual.Prompts} by default. Each is answered once more at every probability.",
        HelpName = "number",
    };
    private readonly Option<string?> probabilities = new(ProbabilitiesName)
    {
        Description = $"With {Name}: the probabilities between 0 and 1; {Usual.ProbabilityWords} by default.",
        HelpName = "0.25,0.5,…",
    };

    public StressOptions() => Options.Within(prompts, 1, 100_000, whole: true, "a whole number from 1 to 100000");

    /// <summary>Adds the options to a command.</summary>
    public StressOptions AddTo(Command command)
    {
        foreach (Option option in (Option[])[stress, prompts, probabilities])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (Option option in (Option[])[prompts, probabilities])
            {
                if (result.GetResult(option) is not null && !result.GetValue(stress))
                {
                    result.AddError($"{option.Name}: goes with {Name}; give {Name} too.");
                }
            }
        });
        return this;
    }

    /// <summary>What was given; null: nothing is to be stressed.</summary>
    /// <exception cref="BadInputException">A probability is none between 0 and 1.</exception>
    public StressSettings? Read(ParseResult result) =>
        !result.GetValue(stress)
            ? null
            : new StressSettings
            {
                Prompts = result.GetValue(prompts) ?? Usual.Prompts,
                Probabilities = result.GetValue(probabilities) is { } text ? StressSettings.Parse(text) : Usual.Probabilities,
            };

    /// <summary>The words of a command line that measures the same.</summary>
    public static IEnumerable<string> Words(StressSettings? settings) =>
        settings is null
            ? []
            :
            [
                Name,
                .. settings.Prompts != Usual.Prompts
                    ? (string[])["--stress-prompts", settings.Prompts.ToString(CultureInfo.InvariantCulture)]
                    : [],
                .. settings.ProbabilityWords != Usual.ProbabilityWords ? (string[])[ProbabilitiesName, settings.ProbabilityWords] : [],
            ];
}
