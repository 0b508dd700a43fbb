// Finds the direction that refusal hangs on, and answers with it as it is, taken out, and put in.
// dotnet run --project samples/SteerAnAnswer [MODEL [SCALE]]      MODEL: a folder, a .gguf file, a name on the Hub, or demo
using Refrain.Directions;
using Refrain.LanguageModels;

using var model = await LanguageModel.OpenAsync(args is [not "demo", ..] ? args[0] : null);
Console.WriteLine($"{model.Name}: {model.Architecture}, {model.Layers} layers of {model.HiddenSize}");

var prompts = DirectionPrompts.OfSuite("en");
var direction = await model.FindDirectionAsync(prompts);
Console.WriteLine($"direction: {direction.Verdict}");
if (direction.Verdict != SelectionVerdict.Passed)
{
    return;
}

Console.WriteLine($"layer {direction.Layer}, position {direction.Position}, length {direction.Length:F1}, {direction.Kind} ablation");
double scale = args.Length > 1 ? double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 2;
string harmful = prompts.HarmfulValidation[0],
    harmless = prompts.HarmlessValidation[0];

// The activations that the direction is about: a harmful prompt lies further along it than a harmless one.
foreach (string prompt in (string[])[harmful, harmless])
{
    var streams = model.ReadActivations(model.EncodePrompt(prompt), new ReadingOptions { Layers = [direction.Layer] });
    Console.WriteLine($"projection {direction.Project(streams.At(direction.Layer, direction.Position)), 6:F1}: {prompt}");
}

await Answer("harmful", harmful, new GenerationOptions { MaximumNewTokens = 24 });
await Answer("harmful, ablated", harmful, new GenerationOptions { MaximumNewTokens = 24, Intervention = direction.Ablate() });
await Answer("harmless", harmless, new GenerationOptions { MaximumNewTokens = 24 });
await Answer("harmless, induced", harmless, new GenerationOptions { MaximumNewTokens = 24, Intervention = direction.Add(scale) });

async Task Answer(string what, string prompt, GenerationOptions options)
{
    Console.Write($"{what}: ");
    await foreach (var piece in model.StreamAsync(prompt, options))
    {
        Console.Write(piece.Text);
    }

    Console.WriteLine();
}
