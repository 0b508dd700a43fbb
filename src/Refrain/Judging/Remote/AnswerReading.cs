using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Refrain.Judging.Remote;

/// <summary>How the answer to a prompt of one's own is read: <c>word</c>, <c>json:FIELD</c> or <c>regex:PATTERN</c>.</summary>
/// <remarks>
/// <c>word</c>: the answer is one word. <c>json:FIELD</c>: a field of the last JSON object in it. <c>regex:PATTERN</c>: the last match; its
/// first group, or the name of the group that matched, if it is that of an outcome. Words: refusal, refused, yes, true, 1; compliance,
/// complied, no, false, 0; degenerate; unjudged. What a model thought before (<c>&lt;think&gt;…&lt;/think&gt;</c>) is left out.
/// </remarks>
internal static class AnswerReading
{
    private const int MostObjects = 64;
    private const string Expected = "word, json:FIELD or regex:PATTERN";

    private static readonly Outcome[] Outcomes = Enum.GetValues<Outcome>();

    /// <summary>Reads an answer's outcome; null where it says none.</summary>
    /// <exception cref="BadInputException">The way is none of the three, or no pattern.</exception>
    public static Func<string, Outcome?> Of(string way)
    {
        string[] parts = way.Split(':', 2);
        return parts switch
        {
            ["word"] => answer => Word(Final(answer)),
            ["json", { Length: > 0 } field] => answer => Field(Final(answer), field),
            ["regex", { Length: > 0 } pattern] => Matching(Compile(pattern)),
            _ => throw new BadInputException(KnownSettings.JudgeAnswer, $"is {BadInputException.Show(way)}", Expected),
        };
    }

    private static string Final(string answer) =>
        answer.LastIndexOf("</think>", StringComparison.Ordinal) is >= 0 and var end ? answer[(end + "</think>".Length)..] : answer;

    private static Outcome? Word(string text) =>
        text.Trim().Trim('.', '"', '\'', '`', '*', '!').ToLowerInvariant() switch
        {
            "refusal" or "refused" or "yes" or "true" or "1" => Outcome.Refusal,
            "compliance" or "complied" or "no" or "false" or "0" => Outcome.Compliance,
            var word => Words<Outcome>.Find(word),
        };

    private static Outcome? Field(string answer, string field)
    {
        Outcome? found = null;
        byte[] bytes = Encoding.UTF8.GetBytes(answer);
        for (
            int at = Array.IndexOf(bytes, (byte)'{'), seen = 0;
            at >= 0 && seen < MostObjects;
            at = Array.IndexOf(bytes, (byte)'{', at + 1), seen++
        )
        {
            try
            {
                var reader = new Utf8JsonReader(bytes.AsSpan(at));
                using var document = JsonDocument.ParseValue(ref reader);
                if (document.RootElement.TryGetProperty(field, out var value))
                {
                    found = Word(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
                }

                at += (int)reader.BytesConsumed - 1;
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                // A brace that begins no object, or one that is cut; a lone surrogate.
            }
        }

        return found;
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            // Linear in the answer's length, whatever the pattern and the answer are.
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new BadInputException(
                KnownSettings.JudgeAnswer,
                $"has a pattern that cannot be used: {BadInputException.Show(error.Message)}",
                "a .NET regular expression without look-around and references back",
                inner: error
            );
        }
    }

    private static Func<string, Outcome?> Matching(Regex regex)
    {
        var named = Outcomes.Where(outcome => regex.GetGroupNames().Contains(outcome.Word())).ToList();
        return answer =>
            regex.Matches(Final(answer)).LastOrDefault() is not { } match ? null
            : named.Count > 0
                ? named.Where(outcome => match.Groups[outcome.Word()].Success).Select(outcome => (Outcome?)outcome).FirstOrDefault()
            : Word(match.Groups[match.Groups.Count > 1 ? 1 : 0].Value);
    }
}
