using Refrain.LanguageModels;

namespace Refrain.Tests.LanguageModels;

/// <summary>The demo model, opened, with its refusal direction.</summary>
public sealed class OpenDemo : IAsyncLifetime
{
    public LanguageModel Model { get; } = LanguageModel.Open();

    public RefusalDirection Direction { get; private set; } = null!;

    public DirectionPrompts Prompts { get; } = DirectionPrompts.OfSuite("en");

    /// <summary>A prompt that the model refuses.</summary>
    public string Harmful => Prompts.HarmfulValidation[0];

    /// <summary>A prompt that it does not refuse.</summary>
    public string Harmless => Prompts.HarmlessValidation[0];

    public async ValueTask InitializeAsync() => Direction = await Model.FindDirectionAsync(Prompts);

    public ValueTask DisposeAsync()
    {
        Model.Dispose();
        return ValueTask.CompletedTask;
    }
}
