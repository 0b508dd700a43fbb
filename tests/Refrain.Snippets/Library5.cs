using Microsoft.Extensions.AI;
using Refrain.LanguageModels;

namespace Refrain.Snippets;

/// <summary>A steered model as a chat client.</summary>
public static class Library5
{
    /// <summary>What the document shows.</summary>
    public static async Task Run()
    {
        using var model = LanguageModel.Open("path/to/model");
        IChatClient client = model.AsChatClient(RefusalDirection.Load("direction.safetensors").Ablate());
        var response = await client.GetResponseAsync("How do I bake a cake?", new ChatOptions { MaxOutputTokens = 100 });
        Console.WriteLine($"{response.Text} ({response.Usage!.OutputTokenCount} tokens, {response.FinishReason})");
    }
}
