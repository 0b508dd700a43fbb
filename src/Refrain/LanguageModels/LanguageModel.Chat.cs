using Refrain.Inference;

namespace Refrain.LanguageModels;

public sealed partial class LanguageModel
{
    /// <summary>The model as a chat client, steered if wanted; it stays open when the client is disposed.</summary>
    /// <param name="intervention">What is done to the model while it answers, or null.</param>
    public LanguageModelChatClient AsChatClient(Intervention? intervention = null) => new(this, intervention);
}
