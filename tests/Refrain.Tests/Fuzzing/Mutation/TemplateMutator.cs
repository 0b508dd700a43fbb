using System.Text;
using System.Text.RegularExpressions;

namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>
/// Edits templates token by token: deleted, repeated, exchanged, taken from other templates or from a list of what Jinja knows.
/// </summary>
internal sealed partial class TemplateMutator(IEnumerable<string> templates, IReadOnlyList<string> pieces)
{
    private readonly string[][] seeds =
    [
        .. templates.Select(template => Tokens().Matches(template).Select(match => match.Value).ToArray()),
    ];

    public byte[] Template(FuzzRandom random)
    {
        List<string> tokens = [.. random.Pick(seeds)];
        for (int i = 1 + random.Size(3); i > 0; i--)
        {
            Edit(random, tokens);
        }

        var text = new StringBuilder();
        for (int i = 0; i < tokens.Count && text.Length < Fuzzer.LongestInput; i++)
        {
            text.Append(tokens[i]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Edit(FuzzRandom random, List<string> tokens)
    {
        int at = random.Next(tokens.Count + 1);
        int length = Math.Min(tokens.Count - at, 1 + random.Size(8));
        switch (random.Next(10))
        {
            case 0:
                tokens.RemoveRange(at, length);
                break;
            case 1:
                tokens.InsertRange(random.Next(tokens.Count + 1), tokens.GetRange(at, length));
                break;
            case 2 when length > 0:
                (tokens[at], tokens[^1]) = (tokens[^1], tokens[at]);
                break;
            case 3 when length > 0:
                tokens[at] = random.Pick(pieces);
                break;
            case 4:
                string[] other = random.Pick(seeds);
                int from = random.Next(other.Length + 1);
                tokens.InsertRange(at, other[from..Math.Min(other.Length, from + 1 + random.Size(40))]);
                break;
            case 5 when length > 0:
                string repeated = string.Concat(tokens.GetRange(at, length));
                int times = Math.Min(random.Size(20_000), Fuzzer.LongestInput / Math.Max(1, repeated.Length));
                tokens.Insert(at, string.Concat(Enumerable.Repeat(repeated, times)));
                break;
            case 6:
                tokens.Insert(at, " {{ " + random.Pick(pieces) + " | " + random.Pick(pieces) + " }} ");
                break;
            case 7:
                tokens.Insert(at, " {% for i in range(" + random.Pick((string[])["9", "99", "9999", "99999"]) + ") %} ");
                tokens.Insert(random.Next(tokens.Count - at) + at + 1, " {% endfor %} ");
                break;
            case 8 when length > 0 && long.TryParse(tokens[at], out long _):
                tokens[at] = random.Pick(
                    (string[])["0", "-1", "1e308", "99999999999999999999", "9223372036854775807", "0.1", "100000", "4194304"]
                );
                break;
            default:
                tokens.Insert(at, " " + random.Pick(pieces) + " ");
                break;
        }
    }

    [GeneratedRegex(
        @"\{\{-?|-?\}\}|\{%[-+]?|[-+]?%\}|\{#|#\}|\w+|'[^']*'|""[^""]*""|\s+|[^\w\s]",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Tokens();
}
