using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Responses;

/// <summary>What is read of each prompt before it is answered: its refusal score and its projection on the probe.</summary>
internal sealed class PromptReadings(Question[] asked, Intervention?[] interventions, Probe? probe)
{
    private readonly double?[] scores = new double?[asked.Length];
    private readonly bool[] overflowed = new bool[asked.Length];
    private readonly double?[] projections = new double?[asked.Length];

    /// <summary>Sees a prompt's first-token logits [vocabulary] and the stream [hidden] where the probe is.</summary>
    public void Observe(int row, ReadOnlySpan<float> logits, ReadOnlySpan<float> stream)
    {
        using var span = Spans.Start("score");
        double score = RefusalScore.Of(logits, asked[row].Onset);
        overflowed[row] = !double.IsFinite(score);
        scores[row] = overflowed[row] || asked[row].Onset.Count == 0 ? null : score;
        projections[row] = probe is not null && interventions[row] is null && !overflowed[row] ? Project(stream, probe.Unit) : null;
    }

    /// <summary>The answer to a prompt, with what was read of it.</summary>
    public Response Response(int row, Generated generated, AnswerText answer) =>
        new()
        {
            Language = asked[row].Language,
            Class = asked[row].Class,
            PromptId = asked[row].PromptId,
            Condition = asked[row].Treatment.Condition,
            Source = asked[row].Treatment.Source,
            Control = asked[row].Treatment.Control,
            Probability = asked[row].Treatment.Probability,
            Text = answer.Text,
            Thinking = answer.Thinking,
            Thought = answer.Thinking is not null,
            ThinkingUnended = answer.Unended,
            Tokens = generated.Ids.Length,
            Ended = generated.Ended,
            RefusalScore = scores[row],
            Overflowed = overflowed[row],
            Projection = projections[row],
        };

    private static double Project(ReadOnlySpan<float> stream, double[] unit)
    {
        double projection = 0;
        for (int i = 0; i < unit.Length; i++)
        {
            projection += stream[i] * unit[i];
        }

        return projection;
    }
}
