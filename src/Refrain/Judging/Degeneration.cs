namespace Refrain.Judging;

/// <summary>
/// Finds out whether a text is no answer at all: of the wrong script, a loop, in another language, or the prompt said back.
/// </summary>
internal static class Degeneration
{
    /// <summary>The sign of degeneration, or null; whether it is the prompt said back only where the prompt is given.</summary>
    public static string? Find(string folded, PhraseList list, string? prompt = null)
    {
        string prose = WithoutCode(folded);
        return Scripts.IsWrong(prose, list.Script) ? "wrong script"
            : Loops.IsLoop(prose) ? "loop"
            : WrongLanguage.Detect(prose, list) is { } other ? $"wrong language: {other}"
            : prompt is not null && Echo.Is(folded, prompt) ? "repeats the prompt"
            : null;
    }

    // Code is an answer in every language. Folding has made the fence of three backticks one of three quotes.
    private static string WithoutCode(string folded)
    {
        string[] parts = folded.Split("'''");
        return parts.Length == 1 ? folded : string.Join(' ', parts.Where((_, i) => i % 2 == 0));
    }
}
