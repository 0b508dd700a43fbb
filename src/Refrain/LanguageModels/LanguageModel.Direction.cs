using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.LanguageModels;

public sealed partial class LanguageModel
{
    /// <summary>
    /// Finds the direction that refusal hangs on, as an audit does for its source: differences in means of harmful and harmless prompts at
    /// the template's positions, of which filters and scores on validation prompts choose one (docs/method.md 5 and 6).
    /// </summary>
    /// <remarks>It is one turn: others who use the model wait until it is done, which takes about as long as an audit of one
    /// language.</remarks>
    /// <param name="prompts">One's own, or a suite's.</param>
    /// <param name="options">How; null: as published.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <returns>The direction, or why there is none.</returns>
    /// <exception cref="BadInputException">The model has no chat template, or a prompt does not fit.</exception>
    public async Task<RefusalDirection> FindDirectionAsync(
        DirectionPrompts prompts,
        DirectionOptions? options = null,
        CancellationToken cancel = default
    )
    {
        options ??= new DirectionOptions();
        if (options.Convention is not (HookSites.Stream or HookSites.Module))
        {
            throw new ArgumentException($"Zero ablation acts at {HookSites.Stream} or {HookSites.Module}.", nameof(options));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.FewestPrompts, 1);
        int[][] Rendered(IReadOnlyList<string> texts) => [.. texts.Select(Format.Encode)];
        var rendered = new SourcePrompts(
            Rendered(prompts.HarmfulTrain),
            Rendered(prompts.HarmlessTrain),
            Rendered(prompts.HarmfulValidation),
            Rendered(prompts.HarmlessValidation)
        );
        return await InTurnAsync(_ => Direction(rendered, options, cancel), cancel).ConfigureAwait(false);
    }

    private RefusalDirection Direction(SourcePrompts prompts, DirectionOptions options, CancellationToken cancel)
    {
        StoredItem Remember(string stage, string key, long cost, Func<byte[]> compute)
        {
            cancel.ThrowIfCancellationRequested();
            return new StoredItem(stage, key, compute());
        }

        try
        {
            var reading =
                prompts.HarmfulTrain.Count > 0 && prompts.HarmlessTrain.Count > 0
                    ? LanguageReading.Read(
                        model,
                        options.Language,
                        prompts.HarmfulTrain,
                        prompts.HarmlessTrain,
                        TemplatePositions,
                        Remember
                    )
                    : null;
            var settings = new SelectionSettings
            {
                Convention = options.Convention,
                ZeroDivergence = options.ZeroDivergence,
                AffineDivergence = options.AffineDivergence,
                LayerShare = options.LayerShare,
                FewestPrompts = options.FewestPrompts,
            };
            return Of(SourceDirection.Find(model, options.Language, prompts, reading, settings, Remember), options);
        }
        finally
        {
            model.EndStage();
        }
    }

    private RefusalDirection Of(SourceDirection source, DirectionOptions options)
    {
        static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];
        var (chosen, addition) = (source.Selection.Chosen, source.Selection.Addition);
        var line = chosen is null ? null : DirectionLine.Of(source.Directions!, chosen.Position);
        return new RefusalDirection(Floats(line?.Directions ?? []), Floats(line?.Offsets ?? []))
        {
            Verdict = source.Selection.Verdict,
            Model = Name,
            Layers = Layers,
            HiddenSize = HiddenSize,
            Language = options.Language,
            Kind = chosen?.Kind ?? AblationKind.Zero,
            Convention = options.Convention,
            Layer = chosen?.Layer ?? 0,
            Position = chosen?.Position ?? -1,
            AdditionLayer = addition?.Layer,
            Scores = new DirectionScores(chosen?.AblationScore, addition?.Score, chosen?.Divergence),
        };
    }
}
