namespace Refrain.Judging.Remote;

/// <summary>How a judging model is asked, and how its answer is read.</summary>
public sealed class JudgePrompt
{
    private JudgePrompt(JudgeFormat format)
    {
        Format = format;
    }

    /// <summary>
    /// WildGuard (Han et al., 2024), in the words that it learned to be asked in; it says itself whether a response refuses.
    /// </summary>
    public static JudgePrompt WildGuard { get; } = new(JudgeFormats.Named("wildguard"));

    /// <summary>
    /// Llama Guard 2, 3 and 4, which tell harm and not refusal: a safe response is a refusal only where
    /// <see cref="JudgeInput.Class"/> says that the prompt is harmful, and unjudged elsewhere.
    /// </summary>
    public static JudgePrompt LlamaGuard { get; } = new(JudgeFormats.Named("llama-guard"));

    internal JudgeFormat Format { get; }

    /// <summary>A prompt of one's own, for any model that follows instructions.</summary>
    /// <param name="template">The text, with <c>{response}</c> and, if wanted, <c>{prompt}</c> and <c>{language}</c>.</param>
    /// <param name="answer">
    /// How the answer is read: <c>word</c> (it is one word: refusal, compliance, degenerate, unjudged, yes or no), <c>json:FIELD</c> (a
    /// field of the last JSON object in it), or <c>regex:PATTERN</c> (the last match).
    /// </param>
    /// <exception cref="BadInputException">The text never shows the response, or the answer cannot be read so.</exception>
    public static JudgePrompt Own(string template, string answer = "word") => new(OwnPrompt.Format(template, answer, nameof(template)));
}
