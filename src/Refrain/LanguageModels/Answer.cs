namespace Refrain.LanguageModels;

/// <summary>What the model answered.</summary>
/// <param name="Text">The answer, special tokens left out, without the thinking before it.</param>
/// <param name="Thinking">What was thought before, or null where the answer starts at once.</param>
/// <param name="Tokens">All new tokens, without the one that ended the answer.</param>
/// <param name="Ended">True where the model ended its turn; false where it was cut at the limit.</param>
public sealed record Answer(string Text, string? Thinking, IReadOnlyList<int> Tokens, bool Ended);

/// <summary>A piece of an answer, as soon as it is known.</summary>
/// <param name="Text">What it adds to the answer's text; empty where a character is not whole yet, or where the model thinks.</param>
/// <param name="Thinking">What it adds to the thinking before the answer; mostly empty.</param>
/// <param name="Token">The new token; null in the last piece of all, which brings what was held back.</param>
/// <param name="Ended">In the last piece: whether the model ended its turn (true) or was cut at the limit (false); null in the
/// others.</param>
public sealed record AnswerPiece(string Text, string Thinking, int? Token, bool? Ended);
