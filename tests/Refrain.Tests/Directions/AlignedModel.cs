using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Tests.Directions;

/// <summary>aligned-270m with PolyRefuse's prompts, and what transformers computed of them (golden/pipeline).</summary>
public sealed class AlignedModel : IDisposable
{
    public const int Positions = 5;
    private static readonly string Cache = Path.Combine(Path.GetTempPath(), "refrain-tests-aligned");

    private readonly Lazy<(Model Model, PromptFormat Format, Suite Suite)> opened = new(() =>
    {
        var checkpoint = Checkpoint.Open(Shared.Path("models", "aligned-270m"));
        return (Model.Open(checkpoint, Cache), PromptFormat.Of(checkpoint), Suite.Load(Shared.Path("data", "polyrefuse")));
    });

    internal Model Model => opened.Value.Model;

    internal PromptFormat Format => opened.Value.Format;

    internal static Remember Afresh { get; } = (stage, key, _, compute) => new StoredItem(stage, key, compute());

    /// <summary>
    /// Computes and says, as a diagnostic message, how long each score took: seconds since the start, and of the score so far.
    /// </summary>
    internal static Remember Timed()
    {
        long begin = Stopwatch.GetTimestamp();
        var seconds = new Dictionary<string, double>();
        return (stage, key, _, compute) =>
        {
            long start = Stopwatch.GetTimestamp();
            byte[] result = compute();
            string part = stage + " " + string.Join('/', key.Split('/').Take(2));
            seconds[part] = seconds.GetValueOrDefault(part) + Stopwatch.GetElapsedTime(start).TotalSeconds;
            TestContext.Current.SendDiagnosticMessage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s: {part} {seconds[part]:F1} s"
                )
            );
            return new StoredItem(stage, key, result);
        };
    }

    internal IReadOnlyList<int[]> Prompts(string language, PromptClass promptClass, Split split, int from, int count) =>
        [.. opened.Value.Suite.Prompts(promptClass, split, language).Skip(from).Take(count).Select(prompt => Format.Encode(prompt.Text))];

    internal SourcePrompts English() =>
        new(
            Prompts("en", PromptClass.Harmful, Split.Train, 0, 128),
            Prompts("en", PromptClass.Harmless, Split.Train, 0, 128),
            Prompts("en", PromptClass.Harmful, Split.Validation, 0, 32),
            Prompts("en", PromptClass.Harmless, Split.Validation, 0, 32)
        );

    internal LanguageReading Read(string language, Remember? remember = null) =>
        LanguageReading.Read(
            Model,
            language,
            Prompts(language, PromptClass.Harmful, Split.Train, 0, 128),
            Prompts(language, PromptClass.Harmless, Split.Train, 0, 128),
            Positions,
            remember ?? Afresh
        );

    internal static JsonElement Golden(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Shared.Path("golden", "pipeline", file)));
        return document.RootElement.Clone();
    }

    internal static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    public void Dispose()
    {
        if (opened.IsValueCreated)
        {
            Model.Dispose();
        }
    }
}
