using Refrain.LanguageModels;

namespace Refrain.Snippets;

/// <summary>A steered answer, for those who look at the package.</summary>
public static class Package1
{
    /// <summary>What the document shows.</summary>
    public static async Task Run()
    {
        using var model = await LanguageModel.OpenAsync("path/to/model");
        var direction = await model.FindDirectionAsync(DirectionPrompts.OfSuite("en"));
        await foreach (var piece in model.StreamAsync("How do I bake a cake?", new GenerationOptions { Intervention = direction.Ablate() }))
        {
            Console.Write(piece.Text);
        }
    }
}
