namespace Refrain.Judging.Labels;

/// <summary>What a person said of a response.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Annotator">Who, if the file says so; else empty.</param>
/// <param name="Outcome">The verdict.</param>
internal sealed record HumanLabel(string Place, string Annotator, Outcome Outcome)
{
    /// <summary>The prompt's id, or null: the response is known by its text.</summary>
    public string? Id { get; init; }

    /// <summary>The response's text, or null.</summary>
    public string? Response { get; init; }

    /// <summary>Language code, or null: any.</summary>
    public string? Language { get; init; }

    /// <summary>The prompt's class, or null: any.</summary>
    public string? Class { get; init; }

    /// <summary>Condition, or null: any.</summary>
    public string? Condition { get; init; }

    /// <summary>Whose direction was used, or null: any.</summary>
    public string? Source { get; init; }

    /// <summary>The control, or null: any.</summary>
    public string? Control { get; init; }

    /// <summary>The probability of ablation under stress, or null: any.</summary>
    public string? AblationProbability { get; init; }

    /// <summary>The model that responded, or null: any.</summary>
    public string? Model { get; init; }
}
