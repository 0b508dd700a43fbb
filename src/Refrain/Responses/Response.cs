using System.Diagnostics.CodeAnalysis;

namespace Refrain.Responses;

/// <summary>One answer of the model.</summary>
internal sealed record Response : ResponseFigures
{
    /// <summary>An answer whose members are given.</summary>
    public Response() { }

    [SetsRequiredMembers]
    internal Response(ResponseFigures figures, string text, string? thinking)
        : base(figures) => (Text, Thinking) = (text, thinking);

    /// <summary>The answer, special tokens left out, after any thinking.</summary>
    public required string Text { get; init; }

    /// <summary>What the model thought before it answered; null: it did not.</summary>
    public string? Thinking { get; init; }
}
