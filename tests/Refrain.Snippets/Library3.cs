using Refrain.LanguageModels;

namespace Refrain.Snippets;

/// <summary>A model: tokens, activations, an answer.</summary>
public static class Library3
{
    /// <summary>What the document shows.</summary>
    public static async Task Run()
    {
        using var model = await LanguageModel.OpenAsync("path/to/model");
        int[] prompt = model.EncodePrompt("How do I bake a cake?");

        // What enters block 8, and the final norm, at the prompt's last two tokens.
        var streams = model.ReadActivations(prompt, new ReadingOptions { Layers = [8, model.Layers], LastPositions = 2 });
        ReadOnlySpan<float> last = streams.At(layer: 8, position: -1);
        Console.WriteLine($"{last.Length} values, the first {last[0]}");

        await foreach (var piece in model.ContinueAsync(prompt, new GenerationOptions { MaximumNewTokens = 100 }))
        {
            Console.Write(piece.Text);
        }
    }
}
