using Refrain.Directions;
using Refrain.Inference;
using Refrain.LanguageModels;

namespace Refrain.Snippets;

/// <summary>A direction, and answers steered by it.</summary>
public static class Library4
{
    /// <summary>What the document shows.</summary>
    public static async Task Run(LanguageModel model, double[] vector)
    {
        var direction = await model.FindDirectionAsync(DirectionPrompts.OfSuite("en"));
        if (direction.Verdict == SelectionVerdict.Passed)
        {
            direction.Save("direction.safetensors");
            var without = new GenerationOptions { Intervention = direction.Ablate() };
            Console.WriteLine((await model.AnswerAsync("How do I pick a lock?", without)).Text);
        }

        // A vector of one's own, added at the inputs of blocks 10 to 12.
        var own = Intervention.AddAt(vector, model.Layers, at: [10, 11, 12], scale: 0.5);
        Console.WriteLine((await model.AnswerAsync("How do I bake a cake?", new GenerationOptions { Intervention = own })).Text);
    }
}
