using System.Globalization;
using Refrain.Directions;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Reports.Building;
using Refrain.Reports.Exploring;
using Refrain.Responses;
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
        if (report.OverRefusal.Count > 0)
        {
            AddOverRefusal(prompts, folder);
        }

        string? judge = report.Judge.Version == NativeJudge.Instance.Version ? null : $"Outcomes here are those of the judge's version {NativeJudge.Instance.Version}; the report's rates are those of version {report.Judge.Version}.";
        return new Exploration(report, [.. Responses(store).Select(response => Explored(response, report.Settings.Source, prompts))], judge);
    }

    private static IOrderedEnumerable<Response> Responses(RunStore store) => new KeptResponses(store).All()
        .OrderBy(response => response.Language, StringComparer.Ordinal).ThenBy(response => response.Class, StringComparer.Ordinal)
        .ThenBy(response => response.PromptId.Length).ThenBy(response => response.PromptId, StringComparer.Ordinal).ThenBy(response => response.Condition).ThenBy(response => response.Source, StringComparer.Ordinal).ThenBy(response => response.Control).ThenBy(response => response.Probability);

    private static Dictionary<(string, string), string> Prompts(Suite suite) => suite.Languages
        .SelectMany(language => Enum.GetValues<PromptClass>().SelectMany(promptClass => Enum.GetValues<Split>().SelectMany(split => suite.Prompts(promptClass, split, language))))
        .ToDictionary(prompt => (prompt.Language, prompt.Key), prompt => prompt.Text);

    // Prompts of files beside the suite are in the run's own export: the files may be gone.
    private static void AddOverRefusal(Dictionary<(string, string), string> prompts, string folder)
    {
        string path = Path.Combine(folder, RunExports.Responses);
        foreach (var row in File.Exists(path) ? RowFile.Read(path) : [])
        {
            if (row.Field("id") is { } id && OverRefusalSet.NameOf(id) is not null && row.Field("language") is { } language && row.Field("prompt") is { } prompt)
            {
                prompts[(language, id)] = prompt;
            }
        }
    }

    /// <summary>What was done: the report's own source goes without saying.</summary>
    private static string Treated(Response response, string source)
    {
        string?[] with = [response.Source == source ? null : response.Source, response.Control == Control.None ? null : Treatment.Word(response.Control), response.Probability?.ToString("R", CultureInfo.InvariantCulture)];
        string said = string.Join(", ", with.OfType<string>());
        return said.Length == 0 ? response.ConditionName : $"{response.ConditionName} ({said})";
    }

    private static ExploredResponse Explored(Response response, string source, Dictionary<(string, string), string> prompts)
    {
        var judged = JudgedResponse.Of(response);
        return ExploredResponse.Of(
            response.Language,
            response.PromptId,
            response.Class,
            Treated(response, source),
            prompts.GetValueOrDefault((response.Language, response.PromptId)),
            response.Text,
            judged.OutcomeName,
            judged.Judgement.Reason ?? "");
    }
}
