using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Responses;

namespace Refrain.Comparisons;

/// <summary>Whether two runs can be compared, and what they differ by.</summary>
internal static class ComparedPair
{
    /// <summary>The languages of both, in A's order.</summary>
    public static IReadOnlyList<string> Languages(AuditReport a, AuditReport b) => [.. a.Languages.Keys.Where(b.Languages.ContainsKey)];

    /// <summary>Refuses what would compare something else than two models: other prompts, other judges, other architectures.</summary>
    /// <exception cref="BadInputException">The two cannot be compared.</exception>
    public static void Check(ComparedRun a, ComparedRun b)
    {
        void Same(string what, string first, string second, SettingText fix)
        {
            if (first != second)
            {
                throw new BadInputException(
                    BadInputException.Show(b.Named),
                    $"{what} {BadInputException.Show(second)}",
                    $"{BadInputException.Show(first)}, as {BadInputException.Show(a.Named)} has",
                    fix
                );
            }
        }

        var (first, second) = (a.Report, b.Report);
        Same(
            "is of the architecture",
            Architecture(first.Model),
            Architecture(second.Model),
            "Directions of different architectures have nothing in common: compare runs of one."
        );
        Same(
            "used the suite with the hash",
            first.Suite.Hash,
            second.Suite.Hash,
            $"Audit both models with the same {KnownSettings.Suite}: the same id must be the same prompt."
        );
        Same(
            "was judged by",
            Judge(first.Judge),
            Judge(second.Judge),
            "A difference would be the judges': audit both with the same judge."
        );
        if (Languages(first, second).Count == 0)
        {
            throw new BadInputException(
                BadInputException.Show(b.Named),
                $"has only the languages {List(second)}",
                $"one of {List(first)}, as {BadInputException.Show(a.Named)} has",
                $"Audit both with the same {KnownSettings.Languages}."
            );
        }
    }

    /// <summary>What determines a run and is not the same in both; a setting that only a later version has is one.</summary>
    public static IReadOnlyList<SettingDifference> Differences(ComparedRun a, ComparedRun b) =>
        [
            .. b
                .Manifest.DifferencesFrom(a.Manifest)
                .Select(difference => new SettingDifference(difference.Name, difference.Was, difference.Is)),
        ];

    /// <summary>What a reader must know before relying on a number.</summary>
    public static IReadOnlyList<string> Doubts(ComparisonReport report)
    {
        bool Differs(string name) => report.Differences.Any(difference => difference.Name == name);
        string[] Where(Func<ComparedLanguage, bool> applies) =>
            [.. report.Languages.Where(pair => applies(pair.Value)).Select(pair => pair.Key)];
        string[] other = Where(language => language.Rates.Any(rate => rate.OtherIds > 0)),
            few = Where(language => language.Find(PromptClass.Harmful, Condition.Baseline)?.ParallelIds < 32);
        string[] none = Where(language => language.Layers.Count == 0),
            unpaired = Where(language => language is { Layers.Count: > 0, Prompts: null }),
            onset = Where(language => !language.SameOnsetTokens);
        string[] missing =
        [
            .. report.A.OnlyHere.Select(LanguageNames.WithCode).Select(name => name + " (A only)"),
            .. report.B.OnlyHere.Select(LanguageNames.WithCode).Select(name => name + " (B only)"),
        ];
        (bool Applies, string Text)[] doubts =
        [
            (missing.Length > 0, $"Not in both runs, so not compared: {string.Join(", ", missing)}."),
            (
                other.Length > 0,
                $"The runs have other test prompts in {LanguageNames.List(other)}: "
                    + $"rates here are over the prompts that both have; verdicts are each run's own, over all of its prompts."
            ),
            (Differs("refrain"), "The runs were made by different versions of Refrain: what changed may be the product's."),
            (
                report.Differences.Any(difference => difference.Name.StartsWith("template.", StringComparison.Ordinal))
                    || Differs("model.template")
                    || Differs("model.tokenizer"),
                "Prompts were not rendered or tokenized alike: "
                    + "positions may not be the same tokens, and what changed may be the prompt format's."
            ),
            (Differs("settings.max_new_tokens"), "Answers were cut at different lengths, which changes what a judge sees."),
            (Differs("settings.train_prompts"), "Directions are from different numbers of train prompts."),
            (report.Intervention.Changed, "The runs chose different interventions: rates under ablation and addition are each run's own."),
            (
                none.Length > 0,
                $"Directions cannot be compared in {LanguageNames.List(none)}: "
                    + $"a run has none, or the chat templates end in different numbers of tokens."
            ),
            (
                unpaired.Length > 0,
                $"Single prompts were kept at different positions, or as an earlier Refrain kept them, in {LanguageNames.List(unpaired)}: "
                    + $"cosines and projections there are of class means and have no intervals."
            ),
            (
                onset.Length > 0,
                $"Refusals do not begin with the same onset tokens in {LanguageNames.List(onset)}, or with none: "
                    + $"refusal scores there cannot be compared."
            ),
            (
                few.Length > 0,
                $"Fewer than 32 harmful prompts are compared in {LanguageNames.List(few)}: "
                    + $"intervals are wide, and most thresholds stay undecided."
            ),
        ];
        return [.. doubts.Where(doubt => doubt.Applies).Select(doubt => doubt.Text)];
    }

    private static string Architecture(ReportModel model) => $"{model.Architecture} with {model.Layers} layers";

    private static string Judge(JudgeReport judge) => $"{judge.Name} {judge.Version}";

    private static string List(AuditReport report) => string.Join(", ", report.Languages.Keys.Select(code => BadInputException.Show(code)));
}
