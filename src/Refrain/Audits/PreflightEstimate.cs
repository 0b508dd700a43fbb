using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Inference.Sidecars;
using Refrain.Prompts;

namespace Refrain.Audits;

/// <summary>What each kind of work takes, for its <see cref="Preflight"/>.</summary>
internal static class PreflightEstimate
{
    // Of a prompt and its answer where the prompts are not known yet.
    private const int TypicalPrompt = 64,
        TypicalAnswer = 24;

    // An item of the database, its answer as JSON Lines, and a prompt's row in reports.
    private const long BytesPerResponse = 4096,
        BytesOfReports = 20_000_000;

    /// <summary>Of an audit whose prompts are all rendered.</summary>
    public static Preflight OfAudit(AuditSubject subject, string run)
    {
        using var span = Spans.Start("preflight");
        var (checkpoint, plan, settings, config) = (subject.Checkpoint, subject.Plan, subject.Settings, subject.Plan.Config);
        int[][] train =
        [
            .. plan.Read.SelectMany(language =>
                (IEnumerable<int[]>)[.. plan.Train(language, PromptClass.Harmful), .. plan.Train(language, PromptClass.Harmless)]
            ),
        ];
        int[][] validation = plan
            .Sources.Select(plan.PromptsOf)
            .Select(source => (int[][])[.. source.HarmfulValidation, .. source.HarmlessValidation])
            .MaxBy(set => set.Sum(prompt => (long)prompt.Length))!;
        int longestAnswered = plan.LongestTest(),
            longestRead = train.Concat(validation).Select(prompt => prompt.Length).DefaultIfEmpty(1).Max();
        long validationTokens = validation.Sum(prompt => (long)prompt.Length);
        int budget = subject.Compute.BatchTokensOf(config),
            rows = Generation.RowsAtOnce(config, longestAnswered + settings.MaximumNewTokens);

        // The streams of all validation prompts stay for the sweep, and a batch of it asks logits in every row.
        long selection =
            validationTokens * BatchMemory.Streams(config)
            + 3L * (validation.Length + budget / 16) * config.VocabularySize * sizeof(float)
            + BatchMemory.Reading(config, budget, longestRead);
        long responses = BatchMemory.Generating(config, rows, longestAnswered, settings.MaximumNewTokens, budget);
        if (settings.AnswerLimits.Any)
        {
            selection += BatchMemory.Generating(
                config,
                Directions.AnswerChecks.RowsAtOnce(config, validation, settings.MaximumNewTokens),
                longestRead,
                settings.MaximumNewTokens,
                budget
            );
        }

        long means = (long)config.Layers * plan.Positions * config.HiddenSize * sizeof(double);
        long batches = 2L * plan.Read.Count + train.Sum(prompt => (long)prompt.Length) / budget;
        long memory = BatchMemory.Process + Math.Max(selection, responses) + 4 * means * plan.Read.Count;
        long answers = plan.Treatments.Sum(treatment => (long)plan.Answers(treatment).Count());
        long kept = 2L * Directions.KeptRows.Most * BatchMemory.Streams(config) * (plan.Others.Count + plan.Positions);
        long disk =
            BytesOfReports + 2 * batches * means + kept + train.LongLength * config.HiddenSize * sizeof(float) + answers * BytesPerResponse;
        Precision[] precisions = PrecisionCheck.Cost(plan) > 0 ? [settings.Precision, Precision.Exact] : [settings.Precision];
        return Preflight.Of(
            checkpoint,
            subject.Cache,
            memory,
            precisions,
            precision => IsPrepared(checkpoint, subject.Cache, precision),
            (Path.GetFullPath(run), disk, "results")
        );
    }

    /// <summary>Of an export of logits and streams.</summary>
    /// <param name="checkpoint">The model.</param>
    /// <param name="lengths">Tokens of each prompt.</param>
    /// <param name="lastOnly">True: only each prompt's last position is kept.</param>
    /// <param name="newTokens">Tokens that are generated too.</param>
    /// <param name="cache">Where prepared weights are kept.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="compute">How this machine computes; null: by default.</param>
    public static Preflight OfActivations(
        Checkpoint checkpoint,
        IReadOnlyList<int> lengths,
        bool lastOnly,
        int newTokens,
        string cache,
        string output,
        Precision precision = Precision.Exact,
        ComputeSettings? compute = null
    )
    {
        var config = checkpoint.Config;
        int budget = (compute ?? new ComputeSettings()).BatchTokensOf(config);
        int longest = lengths.DefaultIfEmpty(1).Max();
        long all = lengths.Sum(length => (long)length),
            kept = lastOnly ? lengths.Count : all;
        long tokens = Math.Min(all, Math.Max(budget, longest));

        // The captured streams once more, as the result that is written from; then logits some positions at a time.
        long reading =
            BatchMemory.Reading(config, tokens, longest)
            + Math.Min(kept, tokens) * BatchMemory.Streams(config)
            + 2L * Math.Min(256, kept) * config.VocabularySize * sizeof(float);
        long answering =
            newTokens == 0
                ? 0
                : BatchMemory.Generating(config, Math.Min(64, lengths.Count), longest, newTokens, Math.Min(all, 4L * budget));
        long disk = kept * (config.VocabularySize * (long)sizeof(float) + BatchMemory.Streams(config));
        return Preflight.Of(
            checkpoint,
            cache,
            BatchMemory.Process + Math.Max(reading, answering),
            [precision],
            one => IsPrepared(checkpoint, cache, one),
            (Path.GetDirectoryName(Path.GetFullPath(output))!, disk, "activations")
        );
    }

    /// <summary>
    /// Of a typical audit, from the configuration alone: the weights are not read, so a prepared form is known by the path that it was made
    /// from.
    /// </summary>
    public static Preflight OfModel(Checkpoint checkpoint, string cache, Precision precision = Precision.Exact)
    {
        var config = checkpoint.Config;
        int budget = Batches.TokensOf(config),
            rows = Generation.RowsAtOnce(config, TypicalPrompt + TypicalAnswer);
        long memory = Math.Max(
            BatchMemory.Reading(config, budget, TypicalPrompt) + budget * BatchMemory.Streams(config),
            BatchMemory.Generating(config, rows, TypicalPrompt, TypicalAnswer, budget)
        );
        bool prepared = SidecarFolder
            .List(cache)
            .Any(file => file.State == SidecarState.Whole && file.Kind == PreparedWeights.Kind(precision) && file.Path == checkpoint.Path);
        return Preflight.Of(checkpoint, cache, BatchMemory.Process + memory, [precision], _ => prepared);
    }

    private static bool IsPrepared(Checkpoint checkpoint, string cache, Precision precision) =>
        File.Exists(PreparedWeights.PathOf(checkpoint, cache, precision));
}
