using Refrain.Checkpoints;
using Refrain.Tokens;

namespace Refrain.Prompts;

/// <summary>
/// How prompts become tokens: one user turn through the model's own template, by default with the generation prompt, no system turn and no
/// thinking.
/// </summary>
internal sealed class PromptFormat
{
    private readonly Tokenizer tokenizer;
    private readonly ChatFormat chat;
    private readonly ChatFormat read;
    private readonly int vocabulary;

    private PromptFormat(Tokenizer tokenizer, ChatFormat chat, ChatFormat read, ModelConfig config)
    {
        this.tokenizer = tokenizer;
        (this.chat, this.read) = (chat, read);
        Answers = new AnswerParts(tokenizer, chat.Thinking);
        vocabulary = config.VocabularySize;
        EndTokens = [.. config.EndTokens.Union(tokenizer.EndTokens)];
        PostInstruction = Prompts.PostInstruction.Find(text => (Render(text), Encode(text)), ids => tokenizer.Decode(ids));
        if (PostInstruction.Length == 0)
        {
            throw new BadInputException(
                "chat template",
                "puts no tokens after the user's text",
                "at least one, such as the start of the assistant's turn",
                "The refusal direction is read there: use a chat model with its own template."
            );
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

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer => tokenizer;

    /// <summary>The template with its options, as the model answers it.</summary>
    public ChatFormat Chat => chat;

    /// <summary>What is done about the model's thinking.</summary>
    public ThinkingTreatment Thinking => chat.Thinking.Treatment;

    /// <summary>True where the template asks for the date.</summary>
    public bool UsesDate => chat.UsesDate;

    /// <summary>Takes answers apart.</summary>
    public AnswerParts Answers { get; }

    /// <summary>The format of a checkpoint; one without a chat template is an error.</summary>
    /// <param name="checkpoint">The model.</param>
    /// <param name="options">How it is rendered; a model that can think does not, unless they say so.</param>
    /// <exception cref="BadInputException">There is no template, or it cannot do what the options ask.</exception>
    public static PromptFormat Of(Checkpoint checkpoint, ChatOptions? options = null)
    {
        using var span = Spans.Start("read tokenizer");
        options ??= new ChatOptions();
        var tokenizer = CheckpointTokenizer.Of(checkpoint);
        var template = ChatFormat.For(tokenizer)
            ?? throw new BadInputException(
                checkpoint.Path,
                "has no chat template",
                "chat_template in tokenizer_config.json, chat_template.jinja or the GGUF's tokenizer.chat_template",
                "Use a chat model: base models do not refuse."
            );
        var chat = template.With(options);
        if (chat.Thinking.Treatment == ThinkingTreatment.AsIs && options.Thinking is null)
        {
            chat = template.With(options with { Thinking = ThinkingMode.Off });
        }

        var read = chat.Thinking.Treatment == ThinkingTreatment.On ? template.With(options.WithoutThinking()) : chat;
        return new PromptFormat(tokenizer, chat, read, checkpoint.Config);
    }

    /// <summary>
    /// The prompt up to where the answer starts: what directions, onset tokens and scores are read from. Where the model thinks, its
    /// thinking is empty here.
    /// </summary>
    public string Render(string user) => read.Render([new ChatMessage("user", user)], addGenerationPrompt: true);

    /// <summary>Its ids.</summary>
    public int[] Encode(string user) => Encode(read, user);

    /// <summary>The prompt that the model answers: the same, but for a model that thinks.</summary>
    public int[] EncodeToAnswer(string user) => ReferenceEquals(chat, read) ? Encode(read, user) : Encode(chat, user);

    private int[] Encode(ChatFormat format, string user)
    {
        int[] ids = format.Encode([new ChatMessage("user", user)], addGenerationPrompt: true);
        int foreign = Array.FindIndex(ids, id => id >= vocabulary);
        return foreign < 0
            ? ids
            : throw new BadInputException(
                "tokenizer",
                $"gives the token {ids[foreign]}",
                $"ids below {vocabulary}, the model's vocabulary",
                "Use the tokenizer that belongs to this model."
            );
    }

    /// <summary>One token as it reads.</summary>
    public string TokenText(int id) => tokenizer.TokenText(id) ?? $"<{id}>";
}
