using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Directions;

/// <summary>
/// How far an intervention moves the model on its own answers: with y the untouched model's greedy answer to a prompt x, cut after
/// <see cref="Tokens"/> tokens (its end token is one of them), D(x) = mean over t of KL(p(· | x, y₁ … y_{t−1}) ‖ q(· | x, y₁ … y_{t−1})),
/// q under the intervention at all positions, and the mean of D over the prompts. The answer is given to both (teacher forcing), so that
/// one early difference is not counted at every later token. The divergence is that of docs/method.md 5: Σ p (ln(p + 1e-6) − ln(q + 1e-6)).
/// At t = 1 it is the divergence at the last position of the prompt.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="prompts">Harmless validation prompts.</param>
/// <param name="endTokens">Tokens that end an answer.</param>
/// <param name="remember">Keeps finished work.</param>
internal sealed class GeneratedDivergence(Model model, IReadOnlyList<int[]> prompts, IReadOnlyCollection<int> endTokens, Remember remember)
{
    /// <summary>Most tokens of an answer that count.</summary>
    public const int Tokens = 16;

    // Each asks logits at up to 16 positions, twice: few at a time, for a vocabulary may have 262,144 tokens.
    private const int PromptsAtOnce = 4;

    private IReadOnlyList<int[]>? continuations;

    /// <summary>Tokens through all layers that one candidate takes, and the answers before it.</summary>
    public static (long Candidate, long Before) Work(IReadOnlyList<int[]> prompts)
    {
        long once = prompts.Sum(prompt => (long)prompt.Length + Tokens);
        return (2 * once, once);
    }

    /// <summary>D of every prompt under an intervention, in nats, [prompt].</summary>
    /// <param name="key">Names the intervention.</param>
    /// <param name="intervention">What is done.</param>
    public double[] Of(string key, Intervention intervention)
    {
        var answers = continuations ??= Answers();
        return remember.Scores($"{key}/generated divergence", Work(prompts).Candidate * model.Config.Layers, prompts.Count, () =>
        {
            var divergences = new double[prompts.Count];
            foreach (
                int[] batch in Batches.InOrder(
                    Enumerable.Range(0, prompts.Count),
                    prompt => 2 * (prompts[prompt].Length + Tokens),
                    model.BatchTokens,
                    PromptsAtOnce
                )
            )
            {
                Measure(batch, answers, intervention, divergences);
            }

            return divergences;
        });
    }

    private void Measure(int[] batch, IReadOnlyList<int[]> answers, Intervention intervention, double[] divergences)
    {
        int[][] rows = [.. batch.Select(prompt => (int[])[.. prompts[prompt], .. answers[prompt][..^1]])];
        using var result = model.Forward(
            new ForwardRequest
            {
                Rows = [.. rows, .. rows],
                Interventions = [.. new Intervention?[rows.Length], .. Enumerable.Repeat(intervention, rows.Length)],
                AskLast = batch.Max(prompt => answers[prompt].Length),
            }
        );
        using var span = Spans.Start("score");
        foreach (var (row, prompt) in batch.Index())
        {
            int tokens = answers[prompt].Length,
                vocabulary = result.Vocabulary;
            var without = result.RowLogits(row)[^(tokens * vocabulary)..];
            var with = result.RowLogits(rows.Length + row)[^(tokens * vocabulary)..];
            for (int token = 0; token < tokens; token++)
            {
                divergences[prompt] +=
                    Distribution.Divergence(
                        Distribution.Of(without.Slice(token * vocabulary, vocabulary)),
                        with.Slice(token * vocabulary, vocabulary)
                    ) / tokens;
            }
        }
    }

    /// <summary>The untouched model's answers, the token that ended one included; at least one token each.</summary>
    private int[][] Answers()
    {
        string key = $"{PromptClass.Harmless.Word()}/{Split.Validation.Word()}/answers";
        var item = remember(AnswerTokensItem.Stage, key, Work(prompts).Before * model.Config.Layers, () =>
        {
            // The end is asked for like any other token: which end token it was decides nothing, for it is never read.
            var generated = Generation.Greedy(
                model,
                new GenerationRequest
                {
                    Rows = prompts,
                    MaximumNewTokens = Tokens,
                    EndTokens = endTokens,
                    RowsAtOnce = AnswerChecks.RowsAtOnce(model.Config, prompts, Tokens),
                    TokensAtOnce = Math.Max(1, model.BatchTokens / 2),
                }
            );
            int[][] answers = [.. generated.Select(answer => answer.Ended ? (int[])[.. answer.Ids, 0] : answer.Ids)];
            return new AnswerTokensItem(answers).Encode();
        });
        int[][] kept = AnswerTokensItem.Decode(item).Answers;
        return kept.Length == prompts.Count ? kept : throw item.Damaged($"it holds {kept.Length} answers", $"{prompts.Count}");
    }
}
