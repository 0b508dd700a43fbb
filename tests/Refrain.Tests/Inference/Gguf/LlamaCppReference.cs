using System.Text.Json;
using Refrain.Inference;

namespace Refrain.Tests.Inference.Gguf;

/// <summary>
/// What <c>scripts/llama-cpp-reference.mjs</c> wrote of one file: a prompt, llama.cpp's logits of its last tokens, and the greedy tokens
/// after it.
/// </summary>
internal sealed record LlamaCppReference(int[] Prompt, int Rows, float[] Logits, int[] Greedy)
{
    /// <param name="folder">The folder of <c>llama-cpp.json</c> under <c>Inference</c>.</param>
    /// <param name="name">The file's name without its extension.</param>
    public static LlamaCppReference Read(string folder, string name)
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Inference", folder, "llama-cpp.json"))
        );
        var file = json.RootElement.GetProperty("files").GetProperty(name);
        float[] logits =
        [
            .. file.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle()),
        ];
        return new(Ids("prompt"), file.GetProperty("logits").GetArrayLength(), logits, Ids("greedy"));

        int[] Ids(string member) => [.. file.GetProperty(member).EnumerateArray().Select(id => id.GetInt32())];
    }

    /// <summary>The largest difference of the model's logits, as <see cref="Golden.Difference"/> counts it.</summary>
    public double Difference(Model model) =>
        Golden.Difference(Logits, model.Forward(new ForwardRequest { Rows = [Prompt], AskLast = Rows }).Logits.ToArray());

    /// <summary>The model's greedy tokens, as many as there are expected ones.</summary>
    public int[] Generate(Model model) =>
        Generation
            .Greedy(
                model,
                new GenerationRequest
                {
                    Rows = [Prompt],
                    MaximumNewTokens = Greedy.Length,
                    IgnoreEnd = true,
                }
            )[0]
            .Ids;
}
