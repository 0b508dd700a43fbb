using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Audits;

/// <summary>Every prompt that an audit uses, rendered, before any of them is run.</summary>
internal sealed class AuditPlan
{
    private readonly Suite suite;
    private readonly PromptFormat format;
    private readonly AuditSettings settings;
    private readonly TestSelection selection;
    private readonly Dictionary<(string, PromptClass, Split), IReadOnlyList<int[]>> rendered = [];
    private readonly Dictionary<(string, PromptClass), SelectedPrompts> tests = [];
    private readonly Dictionary<Prompt, int[]> testIds = [];
    private readonly Lazy<Dictionary<(string, PromptClass, string), string>> texts;

    public AuditPlan(Suite suite, PromptFormat format, ModelConfig config, AuditSettings settings)
    {
        using var span = Spans.Start("plan");
        this.suite = suite;
        this.format = format;
        this.settings = settings;
        Config = config;
        selection = settings.TestIds is null ? TestSelection.Default : TestSelection.Parse(settings.TestIds);
        Languages = [.. (settings.Languages ?? suite.Languages).Distinct()];
        if (selection.Languages.FirstOrDefault(named => !Languages.Contains(named)) is { } other)
        {
            throw new BadInputException(
                KnownSettings.TestIds,
                $"names {BadInputException.Show(other)}, which is not measured",
                "among " + string.Join(", ", Languages)
            );
        }

        var sources = settings.Sources is [AuditSettings.All] ? Languages : settings.Sources ?? [];
        Sources = [.. sources.Prepend(settings.Source).Distinct()];
        foreach (string language in (string[])[.. Languages, .. Sources])
        {
            if (!suite.Languages.Contains(language))
            {
                throw new BadInputException(
                    Languages.Contains(language) ? KnownSettings.Languages
                        : language == settings.Source ? KnownSettings.Source
                        : KnownSettings.Sources,
                    $"is {BadInputException.Show(language)}, which the suite does not have",
                    "among " + string.Join(", ", suite.Languages)
                );
            }
        }

        SelectionAnswers.Check(settings, Sources);
        OverRefusal = OverRefusalSet.Read(settings.OverRefusal);
        if (OverRefusal.FirstOrDefault(set => !set.Prompts.Any(prompt => Languages.Contains(prompt.Language))) is { } foreign)
        {
            throw new BadInputException(
                $"{KnownSettings.OverRefusal}: {BadInputException.Show(foreign.Name)}",
                $"holds prompts in {string.Join(", ", foreign.Prompts.Select(prompt => prompt.Language).Distinct())} only",
                "prompts in a language that is audited: " + string.Join(", ", Languages),
                $"Add the language to {KnownSettings.Languages}, or leave the file out."
            );
        }

        texts = new(() =>
            Languages
                .SelectMany(language => Enum.GetValues<PromptClass>().SelectMany(promptClass => Asked(language, promptClass)))
                .ToDictionary(prompt => (prompt.Language, prompt.Class, prompt.Key), prompt => prompt.Text)
        );
    }

    /// <summary>What is measured and how.</summary>
    public AuditSettings Settings => settings;

    /// <summary>The model's configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>P: the tokens after a prompt's text, at each of which a direction is taken.</summary>
    public int Positions => format.PostInstruction.Length;

    /// <summary>The languages to report, in the order asked for.</summary>
    public IReadOnlyList<string> Languages { get; }

    /// <summary>The languages that directions are taken from, the report's source first.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>
    /// The prompts of files that measure over-refusal; those in other languages than <see cref="Languages"/> are not asked.
    /// </summary>
    public IReadOnlyList<OverRefusalSet> OverRefusal { get; }

    /// <summary>The languages whose train prompts are read: the sources first.</summary>
    public IReadOnlyList<string> Read => [.. Sources.Union(Languages)];

    /// <summary>Those of them that are not the report's source.</summary>
    public IReadOnlyList<string> Others => [.. Read.Where(language => language != settings.Source)];

    /// <summary>All that is measured where every source has a direction that passes, baseline first.</summary>
    public IReadOnlyList<Treatment> Treatments =>
        [
            Treatment.Baseline,
            .. from source in Sources
            from control in settings.Controls ? Enum.GetValues<Control>() : [Control.None]
            from condition in (Condition[])[Condition.Ablated, Condition.Induced]
            select new Treatment(condition, source, control),
            .. Stressed,
        ];

    /// <summary>Those of them that ablate with a probability: of the report's source.</summary>
    public IReadOnlyList<Treatment> Stressed =>
        [
            .. (settings.Stress?.Probabilities ?? []).Select(probability => new Treatment(
                Condition.Stressed,
                settings.Source,
                Probability: probability
            )),
        ];

    /// <summary>Train prompts of a language as token ids; empty lists where the suite has none.</summary>
    public IReadOnlyList<int[]> Train(string language, PromptClass promptClass) =>
        First(language, promptClass, Split.Train, settings.TrainPrompts);

    /// <summary>Their ids.</summary>
    public IReadOnlyList<string> TrainIds(string language, PromptClass promptClass) =>
        [.. suite.Prompts(promptClass, Split.Train, language).Take(settings.TrainPrompts).Select(prompt => prompt.Id)];

    /// <summary>A source's prompts.</summary>
    public SourcePrompts PromptsOf(string source) =>
        new(
            Train(source, PromptClass.Harmful),
            Train(source, PromptClass.Harmless),
            First(source, PromptClass.Harmful, Split.Validation, settings.ValidationPrompts),
            First(source, PromptClass.Harmless, Split.Validation, settings.ValidationPrompts)
        );

    /// <summary>The test prompts of a class and language.</summary>
    public SelectedPrompts Test(string language, PromptClass promptClass) =>
        tests.TryGetValue((language, promptClass), out var known)
            ? known
            : tests[(language, promptClass)] = selection.Select(suite, promptClass, language);

    /// <summary>
    /// All prompts of a class and language that are answered: the suite's test prompts, then those of <see cref="OverRefusal"/>.
    /// </summary>
    private IEnumerable<Prompt> Asked(string language, PromptClass promptClass) =>
        Test(language, promptClass)
            .Prompts.Concat(
                OverRefusal.SelectMany(set => set.Prompts.Where(prompt => prompt.Language == language && prompt.Class == promptClass))
            );

    /// <summary>Renders every prompt and checks that it fits with its answer, before anything is run.</summary>
    /// <exception cref="BadInputException">One is longer than the model's longest sequence.</exception>
    public void CheckLengths()
    {
        using var span = Spans.Start("tokenize");
        int maximum = Config.MaximumPositions;
        void Check(int tokens, SettingText what)
        {
            if (tokens > maximum)
            {
                throw new BadInputException(
                    what,
                    $"needs {tokens} tokens",
                    $"at most {maximum}, the model's maximum",
                    $"Lower {KnownSettings.MaximumNewTokens}, or leave the prompt out with {KnownSettings.TestIds}."
                );
            }
        }

        foreach (string language in Read)
        {
            foreach (
                int[] prompt in (IEnumerable<int[]>)[.. Train(language, PromptClass.Harmful), .. Train(language, PromptClass.Harmless)]
            )
            {
                Check(prompt.Length, $"suite: {language}: a train prompt");
            }
        }

        foreach (int[] prompt in settings.AnswerLimits.Any ? Sources.SelectMany(source => PromptsOf(source).HarmlessValidation) : [])
        {
            Check(prompt.Length + Math.Max(settings.MaximumNewTokens, GeneratedDivergence.Tokens), "suite: a harmless val prompt");
        }

        foreach (string language in Languages)
        {
            foreach (var prompt in Enum.GetValues<PromptClass>().SelectMany(promptClass => Asked(language, promptClass)))
            {
                SettingText set = prompt.Set is null ? "suite" : KnownSettings.OverRefusal;
                Check(Rendered(prompt).Length + settings.MaximumNewTokens, $"{set}: {language}: {prompt.Key}");
            }
        }
    }

    /// <summary>Tokens of the longest test prompt.</summary>
    public int LongestTest() =>
        Languages
            .SelectMany(language => Enum.GetValues<PromptClass>().SelectMany(promptClass => Asked(language, promptClass)))
            .Select(prompt => Rendered(prompt).Length)
            .DefaultIfEmpty(1)
            .Max();

    /// <summary>The text of a prompt that is answered, of its language, class and key.</summary>
    public string PromptText(string language, PromptClass promptClass, string key) => texts.Value[(language, promptClass, key)];

    /// <summary>Train prompts of a language, of both classes.</summary>
    public int TrainPrompts(string language) => Train(language, PromptClass.Harmful).Count + Train(language, PromptClass.Harmless).Count;

    /// <summary>Every prompt to answer under every treatment that has something to measure.</summary>
    /// <param name="onset">Per language the tokens that its refusal scores count.</param>
    /// <param name="treatments">The treatments that can be measured; baseline always is.</param>
    public IReadOnlyList<Question> Questions(IReadOnlyDictionary<string, Onset> onset, IReadOnlyCollection<Treatment> treatments)
    {
        var questions = new List<Question>();
        foreach (string language in Languages)
        {
            IReadOnlyList<int> counted = onset[language].Ids;
            foreach (var promptClass in Enum.GetValues<PromptClass>())
            {
                foreach (var (index, prompt) in Asked(language, promptClass).Index())
                {
                    string key = prompt.Key;
                    int[] ids = Rendered(prompt),
                        read = format.Thinking == Tokens.ThinkingTreatment.On ? format.Encode(prompt.Text) : ids;
                    questions.AddRange(
                        treatments
                            .Where(treatment => Asks(treatment, prompt, index))
                            .Select(treatment => new Question(language, promptClass, key, treatment, ids, counted)
                            {
                                ReadIds = read,
                                Text = prompt.Text,
                            })
                    );
                }
            }
        }

        return questions;
    }

    /// <summary>Tokens of the prompts to answer, one number per prompt and treatment, before any direction is known.</summary>
    public IEnumerable<int> Answers(Treatment treatment) =>
        from language in Languages
        from promptClass in Enum.GetValues<PromptClass>()
        from prompt in Asked(language, promptClass).Index()
        where Asks(treatment, prompt.Item, prompt.Index)
        select Rendered(prompt.Item).Length;

    // Ablation asks whether a refusal goes away, so it needs prompts that are refused; addition asks whether one appears.
    // Prompts that sound alarming are no cell of the matrix, nor is any of a file beside the suite: they are ablated for the report's own
    // source only.
    private bool Asks(Treatment treatment, Prompt prompt, int index) =>
        (treatment.Condition, prompt.Class, prompt.Set is null) switch
        {

            (Condition.Baseline, _, _)
            or
            (Condition.Ablated, PromptClass.Harmful, true)
            or (Condition.Induced, PromptClass.Harmless, true) => true,
            (Condition.Stressed, PromptClass.Harmful, true) => index < settings.Stress!.Prompts,
            (Condition.Ablated, PromptClass.Borderline, _) or (Condition.Ablated, _, false) => treatment.Source == settings.Source
                && treatment.Control == Control.None,
            _ => false,
        };

    private int[] Rendered(Prompt prompt) =>
        testIds.TryGetValue(prompt, out int[]? known) ? known : testIds[prompt] = format.EncodeToAnswer(prompt.Text);

    private IReadOnlyList<int[]> First(string language, PromptClass promptClass, Split split, int count) =>
        rendered.TryGetValue((language, promptClass, split), out var known)
            ? known
            : rendered[(language, promptClass, split)] = [
                .. suite.Prompts(promptClass, split, language).Take(count).Select(prompt => format.Encode(prompt.Text)),
            ];
}
