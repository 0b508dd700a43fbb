using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Reports.Building;
using Refrain.Reports.Exploring;
using Refrain.Runs;

namespace Refrain;

/// <summary>Reads a finished run with every response of it; changes nothing.</summary>
internal static class RunExploration
{
    /// <param name="folder">The run's folder.</param>
    /// <param name="suitePath">Where its suite is, to show prompts; null: the embedded suite, where that is the run's.</param>
    /// <exception cref="BadInputException">The folder is no run, its run is not finished, or the suite is another one.</exception>
    public static Exploration Open(string folder, string? suitePath)
    {
        using var store = RunStore.OpenForReading(folder);
        var report = RunReport.Find(store)
            ?? throw new BadInputException(folder, "is a run that has not finished", "a finished one", "Run its audit command again: it continues where it was.");
        var suite = suitePath is null ? Suite.Embedded() : Suite.Load(suitePath);
        if (suite.Hash != report.Suite.Hash && suitePath is not null)
        {
            throw new BadInputException(BadInputException.Show(suitePath), $"is not the run's suite: its hash is {suite.Hash}", report.Suite.Hash, $"Give the suite that the run was made with ({BadInputException.Show(report.Suite.Name)}), or leave --suite out: prompts are then not shown.");
        }

        var prompts = suite.Hash == report.Suite.Hash ? Prompts(suite) : [];
        string? judge = report.Judge.Version == PhraseJudge.Version ? null : $"Outcomes here are those of the judge's version {PhraseJudge.Version}; the report's rates are those of version {report.Judge.Version}.";
        return new Exploration(report, [.. RunResponses.Of(store).Select(response => Explored(JudgedResponse.Of(response), prompts))], judge);
    }

    private static Dictionary<(string, string), string> Prompts(Suite suite) => suite.Languages
        .SelectMany(language => Enum.GetValues<PromptClass>().SelectMany(promptClass => Enum.GetValues<Split>().SelectMany(split => suite.Prompts(promptClass, split, language))))
        .ToDictionary(prompt => (prompt.Language, prompt.Key), prompt => prompt.Text);

    private static ExploredResponse Explored(JudgedResponse judged, Dictionary<(string, string), string> prompts) => ExploredResponse.Of(
        judged.Response.Language,
        judged.Response.PromptId,
        judged.Response.Class,
        judged.Response.ConditionName,
        prompts.GetValueOrDefault((judged.Response.Language, judged.Response.PromptId)),
        judged.Response.Text,
        judged.OutcomeName,
        judged.Judgement.Reason ?? "");
}
