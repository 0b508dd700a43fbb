using Refrain.Directions;
using Refrain.Inference;

namespace Refrain.Bench;

/// <summary>
/// The selection without any saving: every candidate by itself, all three scores, every block from the first on. What the savings save is
/// measured against it, and its choice is a second opinion.
/// </summary>
internal sealed class PlainSelection
{
    private readonly Model model;
    private readonly FilteredSource source;
    private readonly IReadOnlyList<int> onset;
    private readonly SelectionSettings settings;
    private readonly Remember remember;
    private readonly int layers;

    private PlainSelection(Model model, FilteredSource source, IReadOnlyList<int> onset, SelectionSettings settings, Remember remember) =>
        (this.model, this.source, this.onset, this.settings, this.remember, layers) = (
            model,
            source,
            onset,
            settings,
            remember,
            model.Config.Layers
        );

    public static SelectionResult Run(
        Model model,
        FilteredSource source,
        IReadOnlyList<int> onset,
        SelectionSettings settings,
        Remember remember
    ) => new PlainSelection(model, source, onset, settings, remember).Run();

    private SelectionResult Run()
    {
        var directions = source.Directions;
        int below = (int)Math.Floor(settings.LayerShare * layers);
        List<Candidate> zero = [],
            affine = [];
        for (int layer = 0; layer < layers; layer++)
        {
            for (int position = -directions.Positions; position < 0; position++)
            {
                if (!directions.IsZero(layer, position))
                {
                    zero.Add(
                        Scored(
                            new Candidate(AblationKind.Zero, position, layer),
                            Intervention.Ablate(directions.At(layer, position), layers, settings.Convention),
                            Intervention.Add(directions.At(layer, position), layers, layer)
                        )
                    );
                }
            }
        }

        var chosen = zero.Where(candidate =>
                candidate.Layer < below && candidate.InducedScore >= 0 && candidate.Divergence <= settings.ZeroDivergence
            )
            .MinBy(candidate => candidate.AblationScore);
        for (int position = -directions.Positions; position < 0 && chosen is null; position++)
        {
            for (int first = 1; first < layers; first++)
            {
                affine.Add(
                    Scored(
                        new Candidate(AblationKind.Affine, position, first),
                        Intervention.Affine(directions.Across(position), directions.OffsetsAcross(position), layers, first),
                        null
                    )
                );
            }
        }

        chosen ??= affine
            .Where(candidate => candidate.Divergence <= settings.AffineDivergence && candidate.AblationScore < 0)
            .MinBy(candidate => candidate.AblationScore);
        return new SelectionResult
        {
            Verdict = chosen is null ? SelectionVerdict.NonePasses : SelectionVerdict.Passed,
            Chosen = chosen,
            Addition = chosen switch
            {
                null => null,
                { Kind: AblationKind.Zero } => new AdditionChoice(chosen.Position, chosen.Layer, chosen.InducedScore!.Value),
                _ => zero.Where(candidate => candidate.Position == chosen.Position && candidate.Layer < below)
                    .OrderByDescending(candidate => candidate.InducedScore)
                    .ThenBy(candidate => candidate.Layer)
                    .Select(candidate => new AdditionChoice(candidate.Position, candidate.Layer, candidate.InducedScore!.Value))
                    .FirstOrDefault(),
            },
            Candidates = [.. zero, .. affine],
        };
    }

    private Candidate Scored(Candidate candidate, Intervention ablation, Intervention? addition)
    {
        string name = FormattableString.Invariant(
            $"{(candidate.Kind == AblationKind.Zero ? "zero" : "affine")}/{candidate.Layer},{candidate.Position}"
        );
        double[] scores = remember.Scores(name, 0, 3, () =>
            [
                Mean(source.HarmfulValidation.Prompts, ablation, (_, logits) => RefusalScore.Of(logits, onset)),
                Divergence(ablation),
                addition is null
                    ? double.NaN
                    : Mean(source.HarmlessValidation.Prompts, addition, (_, logits) => RefusalScore.Of(logits, onset)),
            ]
        );
        return candidate with { AblationScore = scores[0], Divergence = scores[1], InducedScore = addition is null ? null : scores[2] };
    }

    private double Divergence(Intervention ablation)
    {
        var without = new List<double[]>();
        Mean(source.HarmlessValidation.Prompts, null, (_, logits) =>
        {
            without.Add(Distribution.Of(logits));
            return 0;
        });
        return Mean(source.HarmlessValidation.Prompts, ablation, (prompt, logits) => Distribution.Divergence(without[prompt], logits));
    }

    private double Mean(IReadOnlyList<int[]> prompts, Intervention? intervention, Func<int, ReadOnlySpan<float>, double> score)
    {
        using var result = model.Forward(
            new ForwardRequest { Rows = prompts, Interventions = intervention is null ? null : [.. prompts.Select(_ => intervention)] }
        );
        return Enumerable.Range(0, prompts.Count).Average(row => score(row, result.LastLogits(row)));
    }
}
