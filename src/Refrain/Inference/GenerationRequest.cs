namespace Refrain.Inference;

/// <summary>Prompts to answer.</summary>
internal sealed record GenerationRequest
{
    /// <summary>Prompt ids per row.</summary>
    public required IReadOnlyList<int[]> Rows { get; init; }

    /// <summary>Per row an intervention or null, on for the prompt and for every new token; null: none.</summary>
    public IReadOnlyList<Intervention?>? Interventions { get; init; }

    /// <summary>Tokens after which an answer is cut.</summary>
    public required int MaximumNewTokens { get; init; }

    /// <summary>Tokens that end an answer; null: those of the model's configuration.</summary>
    public IReadOnlyCollection<int>? EndTokens { get; init; }

    /// <summary>True: go on past end tokens, which then stay in the answer.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Rows decoded at the same time; a row that has ended makes room for the next. Null: all.</summary>
    public int? RowsAtOnce { get; init; }

    /// <summary>Prompt tokens read at the same time, but for a prompt that has more.</summary>
    public int TokensAtOnce { get; init; } = Batches.Tokens;

    /// <summary>Rows whose answers are known, and how long those are; null: none.</summary>
    /// <remarks>
    /// The others' answers are, to the last bit, what they are where all rows are answered: they run in the batches of the whole list. A
    /// row
    /// depends on those beside it by their number and their lengths alone, so known rows keep their places with any content, and what only
    /// they would take part in is left out.
    /// </remarks>
    public IReadOnlyDictionary<int, AnswerLength>? Known { get; init; }

    /// <summary>Called once per row when its prompt has been read, or null.</summary>
    public PromptObserver? Observe { get; init; }

    /// <summary>Called with a row and each new token of its answer as soon as it is chosen, or null.</summary>
    public Action<int, int>? Chose { get; init; }

    /// <summary>The layer whose stream the observer sees, 0 … L.</summary>
    public int ObserveLayer { get; init; }

    /// <summary>The prompt token whose stream it sees, counted from the end (−1 is the last).</summary>
    public int ObservePosition { get; init; } = -1;
}

/// <summary>How long an answer is that is known already.</summary>
/// <param name="Tokens">Its tokens, without the end token.</param>
/// <param name="Ended">True when the model ended it; false when it was cut at the limit.</param>
internal readonly record struct AnswerLength(int Tokens, bool Ended);
