using Refrain.Judging;
using Refrain.Runs;

namespace Refrain.Snippets;

/// <summary>A run, read back.</summary>
public static class Library2
{
    /// <summary>What the document shows.</summary>
    public static void Run()
    {
        var run = RunFolder.Open("runs/demo");
        foreach (var (response, judgement) in run.ReadAnswers())
        {
            if (judgement.Outcome == Outcome.Refusal)
            {
                Console.WriteLine($"{response.Language} {response.Id} {response.Condition}: {response.Response}");
            }
        }

        using var directions = run.OpenDirections();
        float first = directions.OfSource()!.At(layer: 3, position: -1)[0];
    }
}
