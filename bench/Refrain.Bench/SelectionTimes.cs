using System.Diagnostics;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Bench;

/// <summary>The English selection at the published size, with savings and without.</summary>
internal sealed class SelectionTimes(Model model, PromptFormat format, string suiteFolder)
{
    private readonly Suite suite = Suite.Load(suiteFolder);

    /// <summary>Seconds of each part, and what was chosen.</summary>
    public (Dictionary<string, double> Seconds, string Choice) Measure(bool fullSweep)
    {
        var seconds = new Dictionary<string, double>();
        Remember timed = (stage, key, _, compute) =>
        {
            long start = Stopwatch.GetTimestamp();
            byte[] result = compute();
            string part = key.StartsWith("zero/", StringComparison.Ordinal) ? "zero" : key.StartsWith("affine/", StringComparison.Ordinal) ? "affine" : stage;
            seconds[part] = seconds.GetValueOrDefault(part) + Stopwatch.GetElapsedTime(start).TotalSeconds;
            return result;
        };
        long begin = Stopwatch.GetTimestamp();
        var prompts = new SourcePrompts(Prompts(PromptClass.Harmful, Split.Train, 128), Prompts(PromptClass.Harmless, Split.Train, 128), Prompts(PromptClass.Harmful, Split.Validation, 32), Prompts(PromptClass.Harmless, Split.Validation, 32));
        var reading = LanguageReading.Read(model, "en", prompts.HarmfulTrain, prompts.HarmlessTrain, format.PostInstruction.Length, timed);
        var source = SourceDirection.Find(model, "en", prompts, reading, new SelectionSettings { FullSweep = fullSweep }, timed);
        seconds["total"] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var chosen = source.Selection.Chosen;
        return (seconds, $"{source.Selection.Verdict} {chosen?.Kind} {chosen?.Position} {chosen?.Layer}, addition {source.Selection.Addition?.Layer}");
    }

    private IReadOnlyList<int[]> Prompts(PromptClass promptClass, Split split, int count) =>
        [.. suite.Prompts(promptClass, split, "en").Take(count).Select(prompt => format.Encode(prompt.Text))];
}
