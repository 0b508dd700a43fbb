using System.Diagnostics;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>How fast a model reads and answers on this machine, measured on a few of an audit's own prompts.</summary>
/// <param name="OpeningSeconds">Preparing the weights the first time, and compiling the graphs.</param>
/// <param name="Seconds">Reading and answering the sample.</param>
/// <param name="Reading">Tokens read a second.</param>
/// <param name="Answering">Tokens of prompts and longest answers a second, half of the answers under an intervention.</param>
public sealed record SpeedSample(double OpeningSeconds, double Seconds, double Reading, double Answering)
{
    // Parameters times tokens: about 20 seconds of two slow processor cores.
    private const double Quick = 2e12;

    private const int FewestRows = 4,
        MostRows = 128;

    /// <summary>Measures; takes some seconds besides opening the model.</summary>
    /// <exception cref="BadInputException">The suite has no train prompts in any language.</exception>
    internal static SpeedSample Measure(Model model, AuditPlan plan, PromptFormat format, long opened, CancellationToken cancel)
    {
        var settings = plan.Settings;
        int[][] prompts =
        [
            .. plan.Read.SelectMany(language =>
                plan.Train(language, PromptClass.Harmful).Concat(plan.Train(language, PromptClass.Harmless))
            ),
        ];
        if (prompts.Length == 0)
        {
            throw new BadInputException(
                "suite",
                "has no train prompts",
                "some in one of the languages",
                $"{Hint.NoEstimate}: the audit measures baseline rates only."
            );
        }

        int layers = model.Config.Layers,
            answer = (int)prompts.Average(prompt => prompt.Length) + settings.MaximumNewTokens;
        double tokens = Quick / model.Checkpoint.ParameterCount;
        int[][] read = [.. Spread(prompts, (int)Math.Clamp(tokens / 4 / prompts.Average(prompt => prompt.Length), FewestRows, MostRows))];
        int[][] asked = [.. Spread(prompts, (int)Math.Clamp(tokens / 2 / answer, FewestRows, MostRows) / 2)];

        // Answers are the same with a direction of zeros, and take as long as with any other.
        var nothing = new double[layers * model.Config.HiddenSize];
        var treatment = new Treatment(Condition.Ablated, settings.Source);
        var interventions = new Dictionary<Treatment, Intervention> { [treatment] = Intervention.Affine(nothing, nothing, layers, 1) };
        Question[] questions =
        [
            .. asked.SelectMany(
                (ids, row) =>
                    ((Treatment[])[Treatment.Baseline, treatment]).Select(one => new Question(
                        settings.Source,
                        PromptClass.Harmful,
                        $"{row}",
                        one,
                        ids,
                        [0]
                    ))
            ),
        ];
        var journal = new SampleJournal(new ProgressMeter([], _ => { }), layers, cancel);
        void Read(int[][] some) => Extraction.Run(model, some, plan.Positions, journal.Remember, "sample");
        void Answer(Question[] some, int newTokens) =>
            new ResponseRun(model, format, newTokens, journal, cancel).Run(some, interventions, null);

        Read(read[..1]);
        Answer(questions[..2], 2);
        double opening = Stopwatch.GetElapsedTime(opened).TotalSeconds;
        double reading = Time(() => Read(read)),
            answering = Time(() => Answer(questions, settings.MaximumNewTokens));
        return new SpeedSample(
            opening,
            reading + answering,
            read.Sum(prompt => prompt.Length) / reading,
            questions.Sum(question => question.Ids.Length + settings.MaximumNewTokens) / answering
        );
    }

    /// <summary>Some of the prompts, evenly from the whole list.</summary>
    private static IEnumerable<int[]> Spread(int[][] prompts, int count) =>
        Enumerable
            .Range(0, Math.Min(count, prompts.Length))
            .Select(i => prompts[(int)((long)i * prompts.Length / Math.Min(count, prompts.Length))]);

    private static double Time(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
