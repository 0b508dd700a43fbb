using System.Runtime.CompilerServices;
using Refrain.Inference;

namespace Refrain.LanguageModels;

public sealed partial class LanguageModel
{
    /// <summary>Answers a user's turn, a piece at a time.</summary>
    /// <param name="user">What the user says; it is rendered through the chat template.</param>
    /// <param name="options">How; null: by default.</param>
    /// <param name="cancel">Ends it before the next token.</param>
    /// <returns>Pieces as <see cref="ContinueAsync"/> gives them.</returns>
    /// <exception cref="ArgumentException">The intervention is another model's.</exception>
    /// <exception cref="BadInputException">The model has no chat template, or prompt and answer are longer than its longest
    /// sequence.</exception>
    public IAsyncEnumerable<AnswerPiece> StreamAsync(string user, GenerationOptions? options = null, CancellationToken cancel = default) =>
        ContinueAsync(EncodePrompt(user), options, cancel);

    /// <summary>
    /// Continues token ids, a piece at a time: each token is computed when its piece is asked for, and nothing goes on where nobody asks.
    /// </summary>
    /// <param name="prompt">Token ids, as <see cref="EncodePrompt(string)"/> gives them.</param>
    /// <param name="options">How; null: by default.</param>
    /// <param name="cancel">Ends it before the next token.</param>
    /// <returns>
    /// Pieces whose texts joined are the answer's; a character comes when all its bytes are there. The last piece says how it ended.
    /// </returns>
    /// <exception cref="ArgumentException">The prompt is empty or has foreign tokens, or the intervention is another model's.</exception>
    /// <exception cref="BadInputException">Prompt and answer are longer than the model's longest sequence.</exception>
    public IAsyncEnumerable<AnswerPiece> ContinueAsync(int[] prompt, GenerationOptions? options = null, CancellationToken cancel = default)
    {
        options = Check(options);
        Check([prompt], options.Intervention);
        return Pieces(prompt, options, cancel);
    }

    /// <summary>Answers a user's turn.</summary>
    /// <param name="user">What the user says; it is rendered through the chat template.</param>
    /// <param name="options">How; null: by default.</param>
    /// <param name="cancel">Ends it before the next token.</param>
    /// <exception cref="ArgumentException">The intervention is another model's.</exception>
    /// <exception cref="BadInputException">The model has no chat template, or prompt and answer are longer than its longest
    /// sequence.</exception>
    public async Task<Answer> AnswerAsync(string user, GenerationOptions? options = null, CancellationToken cancel = default) =>
        (await AnswerAllAsync([EncodePrompt(user)], options, cancel).ConfigureAwait(false))[0];

    /// <summary>Answers prompts, many at the same time, and gives the answers in the prompts' order.</summary>
    /// <param name="prompts">Token ids, as <see cref="EncodePrompt(string)"/> gives them.</param>
    /// <param name="options">How; null: by default.</param>
    /// <param name="cancel">Ends it before the next token.</param>
    /// <exception cref="ArgumentException">A prompt is empty or has foreign tokens, or the intervention is another model's.</exception>
    /// <exception cref="BadInputException">A prompt and its answer are longer than the model's longest sequence.</exception>
    public async Task<IReadOnlyList<Answer>> AnswerAllAsync(
        IReadOnlyList<int[]> prompts,
        GenerationOptions? options = null,
        CancellationToken cancel = default
    )
    {
        options = Check(options);
        Check(prompts, options.Intervention);
        if (prompts.Count == 0)
        {
            return [];
        }

        var parts = Answers;
        var answers = new Answer[prompts.Count];
        int longest = prompts.Max(prompt => prompt.Length) + options.MaximumNewTokens;
        using var run = await BeginAsync(
                Request(prompts, options) with
                {
                    RowsAtOnce = Generation.RowsAtOnce(checkpoint.Config, longest),
                    TokensAtOnce = model.BatchTokens,
                },
                (row, said) =>
                {
                    var answer = parts.Of(said.Ids);
                    answers[row] = new Answer(answer.Text, answer.Thinking, said.Ids, said.Ended);
                },
                cancel
            )
            .ConfigureAwait(false);
        while (await InTurnAsync(_ => run.Step(cancel), cancel).ConfigureAwait(false)) { }

        return answers;
    }

    private async IAsyncEnumerable<AnswerPiece> Pieces(
        int[] prompt,
        GenerationOptions options,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var stream = new AnswerStream(Answers);
        var chosen = new Queue<int>();
        bool ended = false;
        using var run = await BeginAsync(
                Request([prompt], options) with
                {
                    Chose = (_, token) => chosen.Enqueue(token),
                },
                (_, said) => ended = said.Ended,
                cancel
            )
            .ConfigureAwait(false);
        while (await InTurnAsync(_ => run.Step(cancel), cancel).ConfigureAwait(false))
        {
            while (chosen.TryDequeue(out int token))
            {
                yield return stream.Add(token);
            }
        }

        yield return stream.End(ended);
    }

    private GenerationRequest Request(IReadOnlyList<int[]> prompts, GenerationOptions options) =>
        new()
        {
            Rows = prompts,
            Interventions = options.Intervention is { } intervention ? [.. prompts.Select(_ => intervention)] : null,
            MaximumNewTokens = options.MaximumNewTokens,
            EndTokens = EndTokens,
            IgnoreEnd = options.IgnoreEnd,
        };

    private Task<GenerationRun> BeginAsync(GenerationRequest request, Action<int, Generated> finished, CancellationToken cancel) =>
        InTurnAsync(opened => new GenerationRun(opened, request, finished), cancel);

    private static GenerationOptions Check(GenerationOptions? options)
    {
        options ??= new GenerationOptions();
        return options.MaximumNewTokens >= 1
            ? options
            : throw new ArgumentException("An answer has at least one new token.", nameof(options));
    }
}
