using System.Diagnostics;
using Refrain.Audits;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs.Progress;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>Tries a few prompts of every language.</summary>
internal static class InspectionSampling
{
    private const int Usual = 8,
        Fewest = 4;

    // Parameters times tokens that are tried unasked: about 20 seconds of two slow processor cores.
    private const double Quick = 2e12;

    /// <summary>Adds the sample and the audit's own preflight, or why there is no sample.</summary>
    /// <param name="inspection">What was found without running the model.</param>
    /// <param name="subject">The standard audit's.</param>
    /// <param name="sample">Prompts per class and language to try; 0: none; null: a few where that is quick.</param>
    /// <param name="progress">Told how far it is, or null.</param>
    /// <param name="cancel">Ends it.</param>
    public static Inspection Add(
        Inspection inspection,
        AuditSubject subject,
        int? sample,
        IProgress<ProgressEvent>? progress,
        CancellationToken cancel
    )
    {
        var plan = subject.Plan;
        try
        {
            plan.CheckLengths();
        }
        catch (BadInputException error)
        {
            return inspection with { NoSampleText = error.Text };
        }

        int prompts = sample
            ?? ((int[])[Usual, Fewest, 0]).First(count => count == 0 || Cost(plan, count) * inspection.Parameters <= Quick);
        if (prompts == 0)
        {
            return inspection with { NoSampleText = sample is null ? TooSlow : KnownSettings.Sample.At("0") };
        }

        if (!plan.Read.Any(language => Classes.All(promptClass => plan.Train(language, promptClass).Count > 0)))
        {
            return inspection with { NoSampleText = "the suite has no train prompts of both classes" };
        }

        // Only here, because it reads all weights once, to know whether they are prepared: as opening the model does too.
        inspection = inspection with { Preflight = subject.Preflight(Path.GetFullPath("runs")) };
        if (inspection.Preflight.Problems.Count > 0)
        {
            return inspection with { NoSampleText = "the model does not fit this machine" };
        }

        return inspection with
        {
            Sample = Run(subject, prompts, progress, cancel),
        };
    }

    private static SettingText TooSlow =>
        $"{Fewest} prompts a class and language would take a while on a model of this size; "
        + $"{KnownSettings.Sample.At($"{Fewest}")} tries them";

    private static int Answered(int prompts) => Math.Max(1, prompts / 2);

    /// <summary>Tokens that a sample computes.</summary>
    private static double Cost(AuditPlan plan, int prompts) =>
        plan.Read.Sum(language =>
            Classes.Sum(promptClass =>
                plan.Train(language, promptClass).Take(prompts).Sum(ids => (double)ids.Length)
                + plan.Train(language, promptClass).Take(Answered(prompts)).Sum(ids => (double)ids.Length + plan.Settings.MaximumNewTokens)
            )
        );

    private static readonly PromptClass[] Classes = [PromptClass.Harmful, PromptClass.Harmless];

    private static InspectionSample Run(AuditSubject subject, int prompts, IProgress<ProgressEvent>? progress, CancellationToken cancel)
    {
        var (plan, format, settings) = (subject.Plan, subject.Format, subject.Settings);
        long started = Stopwatch.GetTimestamp();
        using var model = subject.OpenModel();
        int layers = model.Config.Layers;
        int[] first = plan.Read.SelectMany(language => plan.Train(language, PromptClass.Harmful)).First();

        // Compiles the graphs, which is no part of the speed.
        using var _ = model.Forward(
            new ForwardRequest
            {
                Rows = [first],
                AskLast = 0,
                CaptureLast = 1,
                CaptureLayers = [.. Enumerable.Range(0, layers + 1)],
            }
        );
        Generation.Greedy(model, new GenerationRequest { Rows = [first], MaximumNewTokens = 2 }, cancel);
        double opening = Stopwatch.GetElapsedTime(started).TotalSeconds;

        double reading =
            plan.Read.Sum(language =>
                Classes.Sum(promptClass => plan.Train(language, promptClass).Take(prompts).Sum(ids => (double)ids.Length))
            ) * layers;
        double answering = Cost(plan, prompts) * layers - reading;
        var meter = new ProgressMeter([new PlannedStage("reading", reading), new PlannedStage("answers", answering)], update =>
            progress?.Report(update)
        );
        var journal = new SampleJournal(meter, layers, cancel);

        meter.Begin("reading", (long)reading / layers, reading);
        long began = Stopwatch.GetTimestamp();
        var readings = new Dictionary<string, LanguageReading>();
        foreach (string language in plan.Read)
        {
            int[][] harmful = [.. plan.Train(language, PromptClass.Harmful).Take(prompts)],
                harmless = [.. plan.Train(language, PromptClass.Harmless).Take(prompts)];
            if (harmful.Length > 0 && harmless.Length > 0)
            {
                var read = LanguageReading.Read(model, language, harmful, harmless, plan.Positions, journal.Remember);

                // One prompt's own first word is no onset: that needs the probability of more than one of them.
                readings[language] = read with { Onset = [.. read.Onset.Where(token => token.Difference > 1.0 / harmful.Length)] };
            }
        }

        double readingSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        meter.Begin("answers", (long)answering / layers, answering);
        began = Stopwatch.GetTimestamp();
        var onset = Onset.Of(readings, plan.Read, settings.Source);
        (Question Question, Prompt Prompt)[] asked =
        [
            .. plan.Read.SelectMany(language =>
                Classes.SelectMany(promptClass =>
                    subject
                        .Suite.Prompts(promptClass, Split.Train, language)
                        .Take(Answered(prompts))
                        .Select(prompt =>
                            (
                                new Question(
                                    language,
                                    promptClass,
                                    prompt.Key,
                                    Treatment.Baseline,
                                    format.EncodeToAnswer(prompt.Text),
                                    onset[language].Ids
                                ),
                                prompt
                            )
                        )
                )
            ),
        ];
        var responses = new ResponseRun(model, format, settings.MaximumNewTokens, journal, cancel).Answers(
            [.. asked.Select(pair => pair.Question)],
            new Dictionary<Treatment, Intervention>()
        );
        double answeringSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        meter.End();

        JudgedResponse[] judged = [.. asked.Zip(responses, (question, response) => JudgedResponse.Of(response, question.Prompt.Text))];
        return new InspectionSample
        {
            Prompts = prompts,
            Answered = Answered(prompts),
            Languages =
            [
                .. plan
                    .Read.Where(readings.ContainsKey)
                    .Select(language => Language(model, format, language, readings[language], onset[language], judged, responses)),
            ],
            OpeningSeconds = opening,
            Seconds = readingSeconds + answeringSeconds,
            TokensRead = reading / layers / readingSeconds,
            TokensAnswered = answering / layers / answeringSeconds,
            AuditSeconds = AuditStages
                .All.Select(stage => (Stage: stage, Cost: stage.Cost?.Invoke(plan) ?? 0))
                .Where(one => one.Cost > 0)
                .ToDictionary(
                    one => one.Stage.Name,
                    one => one.Cost * (one.Stage.Answers ? answeringSeconds / answering : readingSeconds / reading)
                ),
            Echoes = asked.Zip(responses).Count(pair => Repeats(pair.First.Prompt.Text, pair.Second.Text)),
            Thoughts = format.Thinking == ThinkingTreatment.On ? 0 : responses.Count(response => response.Thought),
        };
    }

    private static SampledLanguage Language(
        Model model,
        PromptFormat format,
        string language,
        LanguageReading reading,
        Onset onset,
        JudgedResponse[] judged,
        Response[] responses
    )
    {
        int? Kept(Activations activations, int sign)
        {
            int kept = 0;
            Extraction.FirstTokens(model, activations, (_, logits) => kept += sign * RefusalScore.Of(logits, onset.Ids) > 0 ? 1 : 0);
            return onset.Ids.Count == 0 ? null : kept;
        }

        IReadOnlyDictionary<string, int> Outcomes(PromptClass promptClass) =>
            Enum.GetValues<Outcome>()
                .ToDictionary(
                    outcome => outcome.Word(),
                    outcome =>
                        judged.Count(item =>
                            item.Response.Language == language && item.Response.Class == promptClass && item.Judgement.Outcome == outcome
                        )
                );
        return new SampledLanguage
        {
            Language = language,
            Harmful = reading.Harmful.Prompts,
            Harmless = reading.Harmless.Prompts,
            Onset = [.. reading.Onset.Select(token => new InspectedOnset(token, format.TokenText(token.Id)))],
            OnsetLanguage = onset.Ids.Count == 0 ? null : onset.Language,
            HarmfulKept = Kept(reading.Harmful, 1),
            HarmlessKept = Kept(reading.Harmless, -1),
            HarmfulAnswers = Outcomes(PromptClass.Harmful),
            HarmlessAnswers = Outcomes(PromptClass.Harmless),
            Example = ExampleResponse.Shorten(
                responses.FirstOrDefault(response => response.Language == language && response.Class == PromptClass.Harmful)?.Text ?? ""
            ),
        };
    }

    private static bool Repeats(string prompt, string answer)
    {
        const int Start = 20;
        return prompt.Length >= Start && answer.TrimStart().StartsWith(prompt[..Start], StringComparison.Ordinal);
    }
}
