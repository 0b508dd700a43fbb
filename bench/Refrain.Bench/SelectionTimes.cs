using System.Diagnostics;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Bench;

/// <summary>The English selection at the published size (128 + 128 train, 32 + 32 validation prompts), with savings and without.</summary>
internal sealed class SelectionTimes : IDisposable
{
    /// <summary>
    /// What the choice needs; every score of every candidate; the same from block 0, batch by batch as the definition reads.
    /// </summary>
    public const string Needed = "needed",
        Full = "full",
        Plain = "plain";

    private readonly Checkpoint checkpoint;
    private readonly Model model;
    private readonly PromptFormat format;
    private readonly SourcePrompts prompts;
    private readonly GemmCeiling ceiling;

    public SelectionTimes(string path, string suiteFolder)
    {
        checkpoint = Checkpoint.Open(path);
        model = Model.Open(checkpoint, CacheFolder.Default, ownsCheckpoint: false);
        format = PromptFormat.Of(checkpoint);
        ceiling = new GemmCeiling(checkpoint.Config, 1024);
        var suite = Suite.Load(suiteFolder);
        IReadOnlyList<int[]> First(PromptClass promptClass, Split split, int count) =>
            [.. suite.Prompts(promptClass, split, "en").Take(count).Select(prompt => format.Encode(prompt.Text))];
        prompts = new SourcePrompts(
            First(PromptClass.Harmful, Split.Train, 128),
            First(PromptClass.Harmless, Split.Train, 128),
            First(PromptClass.Harmful, Split.Validation, 32),
            First(PromptClass.Harmless, Split.Validation, 32)
        );
    }

    public string ModelName =>
        $"{checkpoint.Config.Architecture}, {checkpoint.ParameterCount / 1_000_000} M parameters, {checkpoint.Config.Layers} layers, {format.PostInstruction.Length} positions";

    /// <summary>One selection between two measurements of the ceiling.</summary>
    /// <param name="variant">One of the constants.</param>
    public SelectionRound Measure(string variant)
    {
        double before = ceiling.Measure();
        var seconds = new Dictionary<string, double> { ["zero"] = 0, ["affine"] = 0 };
        Remember timed = (stage, key, _, compute) =>
        {
            long start = Stopwatch.GetTimestamp();
            byte[] result = compute();
            if (key.Split('/').FirstOrDefault(seconds.ContainsKey) is { } part)
            {
                seconds[part] += Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            return new StoredItem(stage, key, result);
        };
        long begin = Stopwatch.GetTimestamp();
        var selection = Select(variant, timed);
        double total = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double zero = seconds["zero"],
            affine = seconds["affine"];
        if (zero == 0)
        {
            throw new InvalidOperationException(
                "No work of the selection is named as zero ablation's: the names of its steps have changed."
            );
        }

        var chosen = selection.Chosen;
        string choice = chosen is null
            ? selection.Verdict
            : FormattableString.Invariant(
                $"{selection.Verdict}: {chosen.Kind.ToString().ToLowerInvariant()}, position {chosen.Position}, layer {chosen.Layer}; added at layer {selection.Addition?.Layer}"
            );
        return new SelectionRound((before + ceiling.Measure()) / 2, total - zero - affine, zero, affine, choice);
    }

    public void Dispose()
    {
        ceiling.Dispose();
        model.Dispose();
        checkpoint.Dispose();
    }

    private SelectionResult Select(string variant, Remember timed)
    {
        var reading = LanguageReading.Read(model, "en", prompts.HarmfulTrain, prompts.HarmlessTrain, format.PostInstruction.Length, timed);
        var settings = new SelectionSettings { FullSweep = variant == Full };
        return variant == Plain
            ? PlainSelection.Run(model, FilteredSource.Read(model, "en", prompts, reading, timed), reading.OnsetIds, settings, timed)
            : SourceDirection.Find(model, "en", prompts, reading, settings, timed).Selection;
    }
}
