using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Refrain.Bench.Same;

/// <summary>Where two reports differ, leaf by leaf.</summary>
internal sealed partial record ReportDifferences
{
    /// <summary>Verdicts, the choice, onset tokens, and how many prompts it rests on: none may differ.</summary>
    public List<string> Decisions { get; } = [];

    /// <summary>Counts and texts that follow from single responses.</summary>
    public List<string> Following { get; } = [];

    /// <summary>The greatest difference between fractions, and where.</summary>
    public double Greatest { get; private set; }

    public string GreatestAt { get; private set; } = "";

    public static ReportDifferences Of(string first, string second)
    {
        var differences = new ReportDifferences();
        using var one = JsonDocument.Parse(first);
        using var other = JsonDocument.Parse(second);
        differences.Walk("", one.RootElement, other.RootElement);
        return differences;
    }

    private void Walk(string path, JsonElement one, JsonElement other)
    {
        if (Apart().IsMatch(path))
        {
            return;
        }

        if (one.ValueKind == JsonValueKind.Object && other.ValueKind == JsonValueKind.Object)
        {
            foreach (string name in one.EnumerateObject().Concat(other.EnumerateObject()).Select(member => member.Name).Distinct())
            {
                string inner = path.Length == 0 ? name : $"{path}.{name}";
                if (one.TryGetProperty(name, out var mine) && other.TryGetProperty(name, out var its))
                {
                    Walk(inner, mine, its);
                }
                else
                {
                    Add(inner, "only one has it");
                }
            }
        }
        else if (
            one.ValueKind == JsonValueKind.Array
            && other.ValueKind == JsonValueKind.Array
            && one.GetArrayLength() == other.GetArrayLength()
        )
        {
            for (int i = 0; i < one.GetArrayLength(); i++)
            {
                Walk(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), one[i], other[i]);
            }
        }
        else if (IsFraction(one, other))
        {
            if (Math.Abs(one.GetDouble() - other.GetDouble()) is var difference && difference > Greatest)
            {
                (Greatest, GreatestAt) = (difference, path);
            }
        }
        else if (one.GetRawText() != other.GetRawText())
        {
            Add(path, $"{BadInputException.Show(one.GetRawText())} and {BadInputException.Show(other.GetRawText())}");
        }
    }

    private void Add(string path, string what) =>
        (Decides().IsMatch(path) ? Decisions : Following).Add($"{BadInputException.Show(path)}: {what}");

    private static bool IsFraction(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.Number
        && other.ValueKind == JsonValueKind.Number
        && (one.GetRawText() + other.GetRawText()).AsSpan().IndexOfAny('.', 'e', 'E') >= 0;

    // What says how and when a run was made; which candidates were scored how far; what only repeats responses.
    [GeneratedRegex(
        @"\A(times|command|product_version|examples|doubts|selection\.candidates|selection\.best_of_failed|suite\.name|model\.name)\b",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Apart();

    [GeneratedRegex(@"(\bverdict|\A(selection|model|suite|settings)\b|\.onset_|\.survivors\b)", RegexOptions.CultureInvariant)]
    private static partial Regex Decides();
}
