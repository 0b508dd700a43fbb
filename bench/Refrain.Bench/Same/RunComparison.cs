using System.Globalization;

namespace Refrain.Bench.Same;

/// <summary>Compares two finished runs that should have found the same, and says of every difference whether it may be.</summary>
internal static class RunComparison
{
    /// <summary>Most responses that may differ, at numerical near-ties.</summary>
    private const double LargestShare = 0.005;

    /// <summary>0: the same but for few near-ties; 1: not.</summary>
    public static int Run(string[] arguments)
    {
        string? Option(string name) =>
            Array.IndexOf(arguments, name) is >= 2 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
        var first = RunFiles.Read(arguments[0]);
        var second = RunFiles.Read(arguments[1]);
        var report = ReportDifferences.Of(first.Json, second.Json);
        var problems = new List<string>(report.Decisions);
        problems.AddRange(
            first
                .Responses.Keys.Except(second.Responses.Keys)
                .Concat(second.Responses.Keys.Except(first.Responses.Keys))
                .Select(name => $"{name}: only one run has it")
        );

        ResponseName[] shared = [.. first.Responses.Keys.Where(second.Responses.ContainsKey)];
        ResponseName[] differing =
        [
            .. shared.Where(name =>
                first.Responses[name].Text != second.Responses[name].Text || first.Responses[name].Ended != second.Responses[name].Ended
            ),
        ];
        problems.AddRange(
            shared
                .Except(differing)
                .Where(name => first.Responses[name].Outcome != second.Responses[name].Outcome)
                .Select(name => $"{name}: the same response is {first.Responses[name].Outcome} and {second.Responses[name].Outcome}")
        );
        string? modelPath = Option("--model") is "demo" ? Checkpoints.EmbeddedDemo.Extract(CacheFolder.Default) : Option("--model");
        Explain(first, second, differing, modelPath, Option("--suite"), problems);
        double share = shared.Length == 0 ? 0 : (double)differing.Length / shared.Length;
        if (share > LargestShare)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"{share:P2} of the responses differ; at most {LargestShare:P1} may"));
        }

        string Greatest(Func<KeptResponse, double?> value) =>
            shared
                .Except(differing)
                .Select(name => Math.Abs((value(first.Responses[name]) - value(second.Responses[name])) ?? 0))
                .DefaultIfEmpty()
                .Max()
                .ToString("G2", CultureInfo.InvariantCulture);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{differing.Length} of {shared.Length} responses differ ({share:P2}), "
                    + $"{differing.Count(name => first.Responses[name].Outcome != second.Responses[name].Outcome)} "
                    + $"of them in their outcome"
            )
        );
        Console.WriteLine(
            $"of equal responses, refusal scores differ by at most {Greatest(response => response.Score)}, "
                + $"projections by {Greatest(response => response.Projection)}"
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"of the reports' fractions the greatest difference is "
                    + $"{report.Greatest:G2}{(report.GreatestAt.Length == 0 ? "" : $" ({report.GreatestAt})")}; "
                    + $"{report.Following.Count} counts and lists follow from responses"
            )
        );
        Print(report.Following);
        Console.WriteLine(
            problems.Count == 0
                ? "the same in every verdict, choice and judged response but for near-ties"
                : $"NOT THE SAME: {problems.Count} problems"
        );
        Print(problems);
        return problems.Count == 0 ? 0 : 1;
    }

    private static void Explain(
        RunFiles first,
        RunFiles second,
        ResponseName[] differing,
        string? modelPath,
        string? suite,
        List<string> problems
    )
    {
        if (differing.Length == 0)
        {
            return;
        }

        if (modelPath is null)
        {
            Print([.. differing.Select(name => name.ToString())]);
            problems.Add($"{differing.Length} responses differ, and without --model it is not known whether at near-ties");
            return;
        }

        using var ties = new NearTies(first, modelPath, suite);
        foreach (var name in differing)
        {
            var parting = ties.Of(name, first.Responses[name], second.Responses[name]);
            bool near = parting.Gap <= NearTies.LargestGap;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(near ? "near-tie" : "NO NEAR-TIE")}: {name}: "
                        + $"{parting.What}, gap {parting.Gap?.ToString("G2", CultureInfo.InvariantCulture) ?? "unknown"}; "
                        + $"{first.Responses[name].Outcome} and {second.Responses[name].Outcome}"
                )
            );
            if (!near)
            {
                problems.Add($"{name}: answered differently, and not at a near-tie: {parting.What}");
            }
        }
    }

    private static void Print(IReadOnlyList<string> lines)
    {
        const int Most = 20;
        foreach (string line in lines.Take(Most))
        {
            Console.WriteLine("  " + line);
        }

        if (lines.Count > Most)
        {
            Console.WriteLine($"  and {lines.Count - Most} more");
        }
    }
}
