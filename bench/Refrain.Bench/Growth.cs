using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Scripts;

namespace Refrain.Bench;

/// <summary>How an audit's time and memory grow with the prompts, the languages and the layers.</summary>
internal static class Growth
{
    public const string Prompts = "prompts",
        Languages = "languages",
        Layers = "layers";

    private static readonly string[] InOrder = ["en", "ko", "de", "yo", "es", "fr", "it", "zh", "ar", "ja", "nl", "pl", "ru", "th"];

    /// <summary>Measures some sizes along one axis and adds them to what was measured before.</summary>
    /// <param name="axis">One of the constants.</param>
    /// <param name="results">Where the points go.</param>
    /// <param name="options">Rounds, sizes and the suite.</param>
    public static void Run(string axis, Results results, ComparisonOptions options)
    {
        if (!results.Growth.TryGetValue(axis, out var growth) || growth.Machine != Machine.Description)
        {
            results.Growth[axis] = growth = new GrowthResult { Machine = Machine.Description };
        }

        string scratch = Directory.CreateTempSubdirectory("refrain-growth-").FullName;
        try
        {
            foreach (int size in options.Sizes ?? Sizes(axis))
            {
                growth.Points.Remove(size);
                var (request, responses, tokens) = Prepare(axis, size, scratch, options.Suite);
                var runs = new List<OnceResult>();
                for (int round = 0; round < (options.Rounds ?? 1); round++)
                {
                    Console.Error.WriteLine($"{axis}: {size}, round {round + 1} of {options.Rounds ?? 1}");
                    runs.Add(Once.Start(request));
                }

                growth.Points[size] = new GrowthPoint(responses, tokens, runs);
                results.Save(options.Results);
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static int[] Sizes(string axis) =>
        axis switch
        {
            Prompts => [1, 4, 16],
            Languages => [2, 4, 8, 14],
            _ => [4, 8, 16],
        };

    private static (OnceRequest Request, int Responses, long Tokens) Prepare(string axis, int size, string scratch, string suite)
    {
        string run = Path.Combine(scratch, "run");
        string file = Path.Combine(scratch, FormattableString.Invariant($"{axis}-{size}.jsonl"));
        string[] languages = axis == Languages ? InOrder[..size] : InOrder[..2];
        GrowthSuite.Write(Suite.Load(suite), languages, axis == Prompts ? size : 1, file);
        string? model = axis == Layers ? RandomModel(size, scratch) : null;
        var request = new OnceRequest
        {
            Model = model,
            Suite = file,
            Run = run,
            Languages = languages,
            TestIds = axis == Prompts ? All(Suite.Load(file)) : null,
        };
        return Counted(request);
    }

    /// <summary>
    /// How much there is to answer: every test prompt twice, as the baseline and under an intervention; of a random model, which has no
    /// direction, once.
    /// </summary>
    private static (OnceRequest, int, long) Counted(OnceRequest request)
    {
        using var checkpoint = Checkpoint.Open(request.Model ?? EmbeddedDemo.Extract(CacheFolder.Default));
        var settings = new AuditSettings
        {
            Languages = request.Languages,
            TestIds = request.TestIds,
            Controls = false,
        };
        var plan = new AuditPlan(Suite.Load(request.Suite!), PromptFormat.Of(checkpoint), checkpoint.Config, settings);
        var onset = plan.Languages.ToDictionary(language => language, language => new Onset(language, []));
        var questions = plan.Questions(onset, request.Model is null ? plan.Treatments : [Treatment.Baseline]);
        return (request, questions.Count, questions.Sum(question => (long)question.Ids.Length + settings.MaximumNewTokens));
    }

    // Without ids, only the first 64 of a class are measured.
    private static string All(Suite suite) =>
        string.Join(
            ",",
            Enum.GetValues<PromptClass>()
                .Select(promptClass => (Word: promptClass.Word(), suite.Ids(promptClass, Split.Test).Count))
                .Where(all => all.Count > 0)
                .Select(all => FormattableString.Invariant($"{all.Word}:0-{all.Count - 1}"))
        );

    private static string RandomModel(int layers, string scratch)
    {
        string folder = Path.Combine(scratch, FormattableString.Invariant($"random-{layers}"));
        new RandomLlama
        {
            Layers = layers,
            Hidden = 256,
            Intermediate = 1024,
            Heads = 4,
            KeyValueHeads = 2,
            HeadDimension = 64,
            Vocabulary = 8192,
        }.Write(folder, "src/Refrain/Resources/demo");
        return folder;
    }
}
