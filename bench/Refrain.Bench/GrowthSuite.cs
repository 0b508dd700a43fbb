using System.Text.Json;
using Refrain.Prompts;

namespace Refrain.Bench;

/// <summary>A suite with each test prompt several times, never twice the same, so that nothing can be computed once for two.</summary>
internal static class GrowthSuite
{
    /// <summary>
    /// Writes <c>suite.jsonl</c>; train and validation prompts as they are, so that the direction is the same at every size.
    /// </summary>
    /// <param name="source">The suite to copy.</param>
    /// <param name="languages">Its languages to keep.</param>
    /// <param name="copies">Copies of each test prompt; each is told apart by a mark of equal length.</param>
    /// <param name="path">The file.</param>
    public static void Write(Suite source, IReadOnlyList<string> languages, int copies, string path)
    {
        using var file = File.CreateText(path);
        foreach (
            var record in Enum.GetValues<PromptClass>()
                .SelectMany(promptClass => Enum.GetValues<Split>().SelectMany(split => source.Records(promptClass, split)))
        )
        {
            var kept = record.Text.Where(pair => languages.Contains(pair.Key)).ToList();
            for (int copy = 0; kept.Count > 0 && copy < (record.Split == Split.Test ? copies : 1); copy++)
            {
                string mark = record.Split == Split.Test ? FormattableString.Invariant($" ({10 + copy})") : "";
                file.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            id = record.Key + mark,
                            @class = record.Class.Word(),
                            split = record.Split.Word(),
                            text = kept.ToDictionary(pair => pair.Key, pair => pair.Value + mark),
                        }
                    )
                );
            }
        }
    }
}
