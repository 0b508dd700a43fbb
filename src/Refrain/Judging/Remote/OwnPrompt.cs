using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Refrain.Judging.Remote;

/// <summary>
/// A prompt of one's own: a text in which <c>{prompt}</c>, <c>{response}</c> and <c>{language}</c> are replaced, and a way to read the
/// answer.
/// </summary>
internal static partial class OwnPrompt
{
    public const string Name = "prompt";

    /// <param name="template">The text.</param>
    /// <param name="answer">How the answer is read, see <see cref="AnswerReading"/>.</param>
    /// <param name="place">Where the text is from, for errors.</param>
    /// <exception cref="BadInputException">The text never shows the response, or the answer cannot be read so.</exception>
    public static JudgeFormat Format(string template, string answer, SettingText place)
    {
        string[] holes = [.. Hole().Matches(template).Select(match => match.Value)];
        if (!holes.Contains("{response}"))
        {
            throw new BadInputException(
                place,
                "does not hold {response}",
                "a text with {response}, and if wanted {prompt} and {language}, where they are to stand"
            );
        }

        var read = AnswerReading.Of(answer);
        string Fill(JudgeInput input) =>
            Hole()
                .Replace(template, hole => hole.Value switch
                    {
                        "{prompt}" => input.Prompt ?? "",
                        "{response}" => input.Response,
                        _ => input.Language,
                    });
        return new JudgeFormat
        {
            Name = Name,
            Version = "1-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{template}\0{answer}")).AsSpan(0, 6)),
            NeedsPrompt = holes.Contains("{prompt}"),
            Turns = input => [new ChatTurn("user", Fill(input))],
            Text = Fill,
            MaximumTokens = 512,
            Read = (text, _) => read(text) is { } outcome ? JudgeFormat.Verdict(outcome) : JudgeFormat.NotUnderstood(text),
        };
    }

    // One pass: what a prompt or a response says of {response} stays as it is.
    [GeneratedRegex(@"\{(prompt|response|language)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
