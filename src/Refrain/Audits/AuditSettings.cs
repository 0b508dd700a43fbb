using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Judging.Remote;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Audits;

/// <summary>What an audit measures and how.</summary>
public sealed record AuditSettings
{
    /// <summary>Languages to audit; null: all that the suite has.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>The language that the report's direction is taken from.</summary>
    public string Source { get; init; } = "en";

    /// <summary>
    /// The languages whose directions are tried in every language; null: <see cref="Source"/> alone; <see cref="All"/>: every language
    /// audited.
    /// </summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>In place of languages: all of them.</summary>
    public const string All = "all";

    /// <summary>True: a random direction and one from permuted labels are measured beside each real one.</summary>
    public bool Controls { get; init; } = true;

    /// <summary>Refusal under ablation with a probability; null: not measured.</summary>
    public StressSettings? Stress { get; init; }

    /// <summary>Test ids, <c>CLASS[/LANGUAGE]:[SPLIT:]FROM-TO,…</c>; null: the first 64 of each class.</summary>
    public string? TestIds { get; init; }

    /// <summary>
    /// Files of prompts that measure over-refusal beside the suite, each <c>[NAME=]path</c>: XSTest, OKTest, or one's own.
    /// </summary>
    public IReadOnlyList<string> OverRefusal { get; init; } = [];

    /// <summary>Where zero ablation acts: <see cref="HookSites.Stream"/> or <see cref="HookSites.Module"/>.</summary>
    public HookSites Convention { get; init; } = HookSites.Stream;

    /// <summary>What the chosen ablation may do to answers of harmless validation prompts; by default anything.</summary>
    public AnswerLimits AnswerLimits { get; init; } = new();

    /// <summary>True: every score of every candidate of the selection; false: only what the choice needs.</summary>
    public bool FullSweep { get; init; }

    /// <summary>The arithmetic of linear layers.</summary>
    public Precision Precision { get; init; } = Precision.Exact;

    /// <summary>Tokens after which a response is cut.</summary>
    public int MaximumNewTokens { get; init; } = 24;

    /// <summary>Train prompts per class, the first ids.</summary>
    public int TrainPrompts { get; init; } = 128;

    /// <summary>Validation prompts per class, the first ids.</summary>
    public int ValidationPrompts { get; init; } = 32;

    /// <summary>How prompts are rendered: system turn, thinking, further variables and the date of the chat template.</summary>
    public ChatOptions Template { get; init; } = new();

    /// <summary>A model that judges the answers in place of the product's own judge, which then stands beside it; or null.</summary>
    public RemoteJudgeSettings? Judge { get; init; }

    /// <summary>Seed of the bootstrap, of the controls, and of what probabilistic ablation leaves out.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where prepared weights are kept; null: <c>REFRAIN_CACHE</c>, else the user's cache folder.</summary>
    public string? Cache { get; init; }

    /// <summary>Where prepared weights are kept.</summary>
    internal string CacheOrDefault => Cache ?? CacheFolder.Default;

    /// <summary>
    /// Refuses settings that make no sense, before anything is opened. Languages that are named twice count once; whether the suite has
    /// them is seen when it is read.
    /// </summary>
    /// <exception cref="BadInputException">One makes none.</exception>
    internal void Check()
    {
        CheckLanguages(KnownSettings.Languages, Languages);
        KnownSettings.Source.Require(Source is not null, Source, "a language");
        if (Sources is not [All])
        {
            CheckLanguages(KnownSettings.Sources, Sources);
        }

        Stress?.Check();
        if (TestIds is not null)
        {
            TestSelection.Parse(TestIds);
        }

        KnownSettings.OverRefusal.Require(OverRefusal?.All(file => file is not null) == true, "a list without files", "files, or none");
        KnownSettings.Convention.Require(
            Convention is HookSites.Stream or HookSites.Module,
            Convention,
            $"{HookSites.Stream} or {HookSites.Module}"
        );
        AnswerLimits.Check();
        KnownSettings.Precision.Require(Enum.IsDefined(Precision), Precision, "one of " + string.Join(", ", Enum.GetNames<Precision>()));
        foreach (
            var (setting, count) in ((Setting, int)[])
                [
                    (KnownSettings.MaximumNewTokens, MaximumNewTokens),
                    (KnownSettings.TrainPrompts, TrainPrompts),
                    (KnownSettings.ValidationPrompts, ValidationPrompts),
                ]
        )
        {
            setting.Require(count >= 1, count, "a whole number from 1 on");
        }

        Judge?.Check();
    }

    private static void CheckLanguages(Setting setting, IReadOnlyList<string>? languages)
    {
        setting.Require(languages is not [], "an empty list", "languages, or null");
        foreach (string language in languages ?? [])
        {
            setting.Require(language is not null && LanguageTag.IsValid(language), language, LanguageTag.Expected);
        }
    }

    /// <summary>Tokens that answers need: those of models that think are long before they begin.</summary>
    internal static int UsualNewTokens(ChatOptions template) => template.LetsThink ? 1024 : 24;

    internal SelectionSettings Selection =>
        new()
        {
            Convention = Convention,
            FullSweep = FullSweep,
            Limits = AnswerLimits,
        };
}
