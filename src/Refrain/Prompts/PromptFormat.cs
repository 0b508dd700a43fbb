using Refrain.Checkpoints;
using Refrain.Tokens;

namespace Refrain.Prompts;

/// <summary>How prompts become tokens: one user turn through the model's own template, with the generation prompt and no system turn.</summary>
internal sealed class PromptFormat
{
    private readonly Tokenizer tokenizer;
    private readonly ChatFormat chat;
    private readonly int vocabulary;

    private PromptFormat(Tokenizer tokenizer, ChatFormat chat, ModelConfig config)
    {
        this.tokenizer = tokenizer;
        this.chat = chat;
        vocabulary = config.VocabularySize;
        EndTokens = [.. config.EndTokens.Union(tokenizer.EndTokens)];
        PostInstruction = Prompts.PostInstruction.Find(text => (Render(text), Encode(text)), ids => tokenizer.Decode(ids));
        if (PostInstruction.Length == 0)
        {
            throw new BadInputException("chat template", "puts no tokens after the user's text", "at least one, such as the start of the assistant's turn", "The refusal direction is read there: use a chat model with its own template.");
        }
    }

    /// <summary>Tokens that end an answer.</summary>
    public IReadOnlyList<int> EndTokens { get; }

    /// <summary>The tokens after the user's text, positions −P … −1.</summary>
    public int[] PostInstruction { get; }

    /// <summary>Hash of the tokenizer.</summary>
    public string TokenizerHash => tokenizer.Hash;

    /// <summary>Hash of the template.</summary>
    public string TemplateHash => chat.Hash;

    /// <summary>The format of a checkpoint; one without a chat template is an error.</summary>
    public static PromptFormat Of(Checkpoint checkpoint)
    {
        var tokenizer = CheckpointTokenizer.Of(checkpoint);
        var chat = ChatFormat.For(tokenizer)
            ?? throw new BadInputException(checkpoint.Path, "has no chat template", "chat_template in tokenizer_config.json, chat_template.jinja or the GGUF's tokenizer.chat_template", "Use a chat model: base models do not refuse.");
        return new PromptFormat(tokenizer, chat, checkpoint.Config);
    }

    public string Render(string user) => chat.Render([new ChatMessage("user", user)], addGenerationPrompt: true);

    public int[] Encode(string user)
    {
        int[] ids = chat.Encode([new ChatMessage("user", user)], addGenerationPrompt: true);
        int foreign = Array.FindIndex(ids, id => id >= vocabulary);
        return foreign < 0 ? ids : throw new BadInputException("tokenizer", $"gives the token {ids[foreign]}", $"ids below {vocabulary}, the model's vocabulary", "Use the tokenizer that belongs to this model.");
    }

    /// <summary>An answer's text, special tokens left out.</summary>
    public string Decode(ReadOnlySpan<int> ids) => tokenizer.Decode(ids, skipSpecialTokens: true);

    /// <summary>One token as it reads.</summary>
    public string TokenText(int id) => tokenizer.TokenText(id) ?? $"<{id}>";
}
