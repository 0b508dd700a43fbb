using System.Globalization;

namespace Refrain.Judging.Remote;

/// <summary>What a remote judge may cost; null: no limit. What is left when it is spent is unjudged, and says so.</summary>
/// <param name="Requests">Requests, those that are repeated too; answers from the cache are none.</param>
/// <param name="Tokens">Tokens of requests and answers, as the endpoint counts them. Requests under way when they are spent still
/// end.</param>
/// <param name="Seconds">Seconds since the first request. Requests under way when they are over are broken off.</param>
public sealed record JudgeBudget(int? Requests = null, long? Tokens = null, double? Seconds = null)
{
    private const string Expected = "requests=N,tokens=N,seconds=N, or some of them";

    /// <summary>Reads <c>requests=500,seconds=600,tokens=200000</c>.</summary>
    /// <exception cref="BadInputException">It says something else.</exception>
    public static JudgeBudget Parse(string text)
    {
        var budget = new JudgeBudget();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2);
            bool known =
                pair.Length == 2
                && double.TryParse(pair[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && double.IsFinite(number);
            budget = (known, pair[0]) switch
            {
                (true, "requests") when int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int requests) =>
                    budget with
                    {
                        Requests = requests,
                    },
                (true, "tokens") when long.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out long tokens) =>
                    budget with
                    {
                        Tokens = tokens,
                    },
                (true, "seconds") => budget with { Seconds = Math.Min(double.Parse(pair[1], CultureInfo.InvariantCulture), 31_536_000) },
                _ => throw new BadInputException(KnownSettings.JudgeBudget, $"is {BadInputException.Show(text)}", Expected),
            };
        }

        return budget;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        string.Join(
            ",",
            [
                .. Requests is { } requests ? (string[])[string.Create(CultureInfo.InvariantCulture, $"requests={requests}")] : [],
                .. Tokens is { } tokens ? (string[])[string.Create(CultureInfo.InvariantCulture, $"tokens={tokens}")] : [],
                .. Seconds is { } seconds ? (string[])[string.Create(CultureInfo.InvariantCulture, $"seconds={seconds:0.###}")] : [],
            ]
        );
}
