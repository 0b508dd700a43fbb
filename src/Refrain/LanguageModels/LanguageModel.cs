using System.Runtime.ExceptionServices;
using Refrain.Checkpoints;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.LanguageModels;

/// <summary>
/// A language model on this machine's processor: its tokens and chat template, its activations, its answers, and the direction in it that
/// refusal hangs on.
/// </summary>
/// <remarks>
/// Any number of threads may use one model: their computations take turns, a token or a batch at a time (the search for a direction as a
/// whole), and each result is that of a caller who is alone. Dispose it when nobody uses it any more; a computation that is under way is
/// waited for.
/// </remarks>
public sealed partial class LanguageModel : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Checkpoint checkpoint;
    private readonly Model model;
    private readonly Tokenizer tokenizer;
    private readonly PromptFormat? format;
    private readonly BadInputException? formatError;
    private bool disposed;

    private LanguageModel(string path, LanguageModelOptions options)
    {
        string cache = options.Cache ?? CacheFolder.Default;
        checkpoint = Checkpoint.Open(path);
        try
        {
            try
            {
                format = PromptFormat.Of(checkpoint, options.Template);
                tokenizer = format.Tokenizer;
            }
            catch (BadInputException error)
            {
                // A base model has no template, and can be read and continued all the same.
                formatError = error;
                tokenizer = CheckpointTokenizer.Of(checkpoint);
            }

            EndTokens = format?.EndTokens ?? [.. checkpoint.Config.EndTokens.Union(tokenizer.EndTokens)];
            model = Model.Open(checkpoint, cache, options.Precision, ownsCheckpoint: true, compute: options.Compute);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The model's name: its folder's or file's, or its name on the Hub.</summary>
    public string Name => checkpoint.Name;

    /// <summary>The architecture, for example <c>llama</c>.</summary>
    public string Architecture => checkpoint.Config.Architecture;

    /// <summary>Number of blocks L; streams are numbered 0 … L.</summary>
    public int Layers => checkpoint.Config.Layers;

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize => checkpoint.Config.HiddenSize;

    /// <summary>Number of tokens that the model can choose among.</summary>
    public int VocabularySize => checkpoint.Config.VocabularySize;

    /// <summary>Tokens of the longest sequence, the answer counted.</summary>
    public int MaximumPositions => checkpoint.Config.MaximumPositions;

    /// <summary>Tokens that end an answer.</summary>
    public IReadOnlyList<int> EndTokens { get; }

    /// <summary>
    /// The number P of tokens that the chat template puts after the user's text, at whose positions −P … −1 directions are looked for; 0
    /// where the model has no template.
    /// </summary>
    public int TemplatePositions => format?.PostInstruction.Length ?? 0;

    /// <summary>SHA-256, in lower-case hexadecimal, of the weights; the first call reads them all.</summary>
    public string WeightsHash => checkpoint.WeightsHash;

    /// <summary>Opens a model, preparing its weights in the cache the first time.</summary>
    /// <param name="model">
    /// A Hugging Face folder, a .gguf file, or a name on the Hub (<c>org/name[@revision][:file.gguf]</c>), which is downloaded; null: the
    /// demo model inside the library.
    /// </param>
    /// <param name="options">How; null: by default.</param>
    /// <param name="cancel">Stops a download; the next one continues it.</param>
    /// <exception cref="BadInputException">The model cannot be had or used.</exception>
    /// <exception cref="IOException">The network failed, or the disk is full.</exception>
    public static LanguageModel Open(string? model = null, LanguageModelOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new LanguageModelOptions();
        string path = model is null
            ? EmbeddedDemo.Extract(options.Cache ?? CacheFolder.Default)
            : ModelSource.Find(model, HubContent.Model, options.Hub, options.Progress, options.Logger, cancel);
        return new LanguageModel(path, options);
    }

    /// <summary>The same on another thread, since a download and the first preparation of weights take their time.</summary>
    /// <inheritdoc cref="Open"/>
    public static Task<LanguageModel> OpenAsync(
        string? model = null,
        LanguageModelOptions? options = null,
        CancellationToken cancel = default
    ) => Task.Run(() => Open(model, options, cancel), cancel);

    /// <summary>The token ids of a text as it is, without the chat template.</summary>
    /// <param name="text">Any text; special tokens inside it are recognised.</param>
    /// <param name="addSpecialTokens">Also adds what the tokenizer puts around a text, such as the token that begins a sequence.</param>
    public int[] Encode(string text, bool addSpecialTokens = false) => tokenizer.Encode(text, addSpecialTokens);

    /// <summary>The text of token ids; ids that are no token are passed over.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="skipSpecialTokens">Leaves special tokens out.</param>
    public string Decode(ReadOnlySpan<int> tokens, bool skipSpecialTokens = false) => tokenizer.Decode(tokens, skipSpecialTokens);

    /// <summary>A user's turn as the model reads it: in its chat template, up to where the answer starts.</summary>
    /// <exception cref="BadInputException">The model has no chat template.</exception>
    public string Render(string user) => Render([("user", user)]);

    /// <summary>A conversation as the model reads it: in its chat template, up to where the next answer starts.</summary>
    /// <param name="turns">Who speaks (<c>system</c>, <c>user</c> or <c>assistant</c>) and what is said, in order.</param>
    /// <exception cref="BadInputException">The model has no chat template, or the template refuses the conversation.</exception>
    public string Render(IReadOnlyList<(string Role, string Content)> turns) =>
        Format.Chat.Render([.. turns.Select(said => new ChatMessage(said.Role, said.Content))], addGenerationPrompt: true);

    /// <summary>The token ids of <see cref="Render(string)"/>.</summary>
    /// <exception cref="BadInputException">The model has no chat template.</exception>
    public int[] EncodePrompt(string user) => Format.EncodeToAnswer(user);

    /// <summary>The token ids of <see cref="Render(IReadOnlyList{ValueTuple{string, string}})"/>.</summary>
    /// <param name="turns">Who speaks and what is said, in order.</param>
    /// <exception cref="BadInputException">The model has no chat template, or the template refuses the conversation.</exception>
    public int[] EncodePrompt(IReadOnlyList<(string Role, string Content)> turns) => tokenizer.Encode(Render(turns));

    /// <summary>Waits for a computation that is under way, and gives memory and files back.</summary>
    public void Dispose()
    {
        turn.Wait();
        try
        {
            if (!disposed)
            {
                disposed = true;
                model.Dispose();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private PromptFormat Format
    {
        get
        {
            if (format is null)
            {
                ExceptionDispatchInfo.Throw(formatError!);
            }

            return format;
        }
    }

    /// <summary>Takes answers apart, by the template's way of thinking where there is one.</summary>
    private AnswerParts Answers => format?.Answers ?? new AnswerParts(tokenizer, Thinking.None);

    /// <summary>Computes when it is this caller's turn.</summary>
    private T InTurn<T>(Func<Model, T> compute, CancellationToken cancel)
    {
        turn.Wait(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return compute(model);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The same on another thread.</summary>
    private async Task<T> InTurnAsync<T>(Func<Model, T> compute, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return await Task.Run(() => compute(model), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private void Check(IReadOnlyList<int[]> prompts, Intervention? intervention)
    {
        foreach (int[] prompt in prompts)
        {
            if (prompt.Length == 0)
            {
                throw new ArgumentException("A prompt has no tokens.", nameof(prompts));
            }

            int foreign = Array.FindIndex(prompt, id => id < 0 || id >= VocabularySize);
            if (foreign >= 0)
            {
                throw new ArgumentException(
                    $"A prompt has the token {prompt[foreign]}; the model has 0 … {VocabularySize - 1}.",
                    nameof(prompts)
                );
            }
        }

        if (intervention is not null && intervention.Directions.Length != Layers * HiddenSize)
        {
            throw new ArgumentException(
                $"The intervention has {intervention.Directions.Length} values, which are not {Layers} layers of {HiddenSize}: "
                    + "it was made for another model.",
                nameof(intervention)
            );
        }
    }
}
