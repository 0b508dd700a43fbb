using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs.Progress;
using Refrain.Tests.Directions;

namespace Refrain.Tests.Controls;

/// <summary>
/// The demo audit's stages up to its baseline answers, so that what comes after can be done many times with other directions.
/// </summary>
public sealed class DemoPipeline : IDisposable
{
    public const string Source = "en";
    private readonly Lazy<Stages> few = new(() => new Stages(["en", "de", "fr", "ko"]));
    private readonly Lazy<Stages> all = new(() => new Stages(null));

    /// <summary>Of four languages, one of which refuses nothing.</summary>
    internal Stages Few => few.Value;

    /// <summary>Of every language, for slow tests.</summary>
    internal Stages All => all.Value;

    public void Dispose()
    {
        foreach (var stages in (Lazy<Stages>[])[few, all])
        {
            if (stages.IsValueCreated)
            {
                stages.Value.Model.Dispose();
            }
        }
    }

    internal sealed class Stages
    {
        private readonly PromptFormat format;
        private readonly AuditPlan plan;
        private readonly IReadOnlyDictionary<string, LanguageReading> readings;
        private readonly IReadOnlyDictionary<string, Onset> onset;

        public Stages(IReadOnlyList<string>? languages)
        {
            Settings = new AuditSettings { Languages = languages };
            var checkpoint = Checkpoint.Open(EmbeddedDemo.Extract(CacheFolder.Default));
            Model = Model.Open(checkpoint, CacheFolder.Default);
            format = PromptFormat.Of(checkpoint);
            plan = new AuditPlan(Suite.Embedded(), format, checkpoint.Config, Settings);
            Positions = format.PostInstruction.Length;
            readings = plan.Read.ToDictionary(
                language => language,
                language =>
                    LanguageReading.Read(
                        Model,
                        language,
                        plan.Train(language, PromptClass.Harmful),
                        plan.Train(language, PromptClass.Harmless),
                        Positions,
                        Afresh
                    )
            );
            onset = Onset.Of(readings, plan.Languages, Source);
            OnsetIds = readings[Source].OnsetIds;
            Filtered = FilteredSource.Read(Model, Source, plan.PromptsOf(Source), readings[Source], Afresh);
            Baseline = Answer([Treatment.Baseline], new Dictionary<Treatment, Intervention>());
        }

        public AuditSettings Settings { get; }

        public static Remember Afresh { get; } = AlignedModel.Afresh;

        public Model Model { get; }

        public int Positions { get; }

        public IReadOnlyList<int> OnsetIds { get; }

        /// <summary>English prompts that passed the filter, and the real direction.</summary>
        public FilteredSource Filtered { get; }

        public IReadOnlyList<string> Languages => plan.Languages;

        /// <summary>English prompts before the filter.</summary>
        public LanguageReading Reading => readings[Source];

        public IReadOnlyList<JudgedResponse> Baseline { get; }

        /// <summary>Selects among the candidates of any directions as an audit does.</summary>
        public SourceDirection Select(DirectionSet directions, TrainPrompts? train = null) =>
            new()
            {
                Selection = new Selection(
                    Model,
                    directions,
                    OnsetIds,
                    Filtered.HarmfulValidation,
                    Filtered.HarmlessValidation,
                    Settings.Selection,
                    Afresh
                ).Run(),
                Directions = directions,
                Train = train ?? Filtered.Train,
            };

        /// <summary>The transfer matrix of a source, with controls of a seed.</summary>
        public TransferReport Transfer(SourceDirection source, ulong seed)
        {
            var judged = Answers(source, seed, out var sources, out var controls);
            return Refrain.Measurement.Transfer.Of(new Outcomes(judged), sources, controls, plan.Languages, seed);
        }

        /// <summary>All answers: the baseline's, and those under the source's direction and its controls.</summary>
        public IReadOnlyList<JudgedResponse> Answers(
            SourceDirection source,
            ulong seed,
            out IReadOnlyDictionary<string, SourceDirection> sources,
            out IReadOnlyDictionary<string, SourceControls?> controls
        )
        {
            sources = new Dictionary<string, SourceDirection> { [Source] = source };
            controls = new Dictionary<string, SourceControls?>
            {
                [Source] = ControlDirections.Find(Model, Source, source, Reading, seed, Afresh),
            };
            var interventions = Conditions.Of(sources, controls, Settings.Convention, [], Settings.Seed);
            return [.. Baseline, .. interventions.Count == 0 ? [] : Answer([.. interventions.Keys], interventions)];
        }

        private IReadOnlyList<JudgedResponse> Answer(
            IReadOnlyCollection<Treatment> treatments,
            IReadOnlyDictionary<Treatment, Intervention> interventions
        )
        {
            // Prompts that sound alarming are no cell of the matrix.
            Question[] questions = [.. plan.Questions(onset, treatments).Where(question => question.Class != PromptClass.Borderline)];
            var journal = new SampleJournal(new ProgressMeter([], _ => { }), Model.Config.Layers, TestContext.Current.CancellationToken);
            return
            [
                .. new ResponseRun(Model, format, Settings.MaximumNewTokens, journal, TestContext.Current.CancellationToken)
                    .Answers(questions, interventions)
                    .Zip(questions, (response, question) => JudgedResponse.Of(response, question.Text)),
            ];
        }
    }
}
