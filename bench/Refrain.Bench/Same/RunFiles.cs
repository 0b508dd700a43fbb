using System.Text.Json;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Bench.Same;

/// <summary>A finished run's report and judged responses, as its folder holds them.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Json">report.json.</param>
/// <param name="Report">The same, read.</param>
/// <param name="Responses">By language, id and condition.</param>
internal sealed record RunFiles(string Folder, string Json, AuditReport Report, IReadOnlyDictionary<ResponseName, KeptResponse> Responses)
{
    public static RunFiles Read(string folder)
    {
        string file = Path.Combine(folder, "report.json");
        if (!File.Exists(file))
        {
            throw new BadInputException(folder, "has no report.json", "the folder of a finished run");
        }

        string json = File.ReadAllText(file);
        var responses = new Dictionary<ResponseName, KeptResponse>();
        var judgements = File.ReadLines(Path.Combine(folder, "judgements.jsonl")).GetEnumerator();
        foreach (string line in File.ReadLines(Path.Combine(folder, "responses.jsonl")))
        {
            judgements.MoveNext();
            using var response = JsonDocument.Parse(line);
            using var judgement = JsonDocument.Parse(judgements.Current);
            var name = Name(response.RootElement);
            if (name != Name(judgement.RootElement))
            {
                throw new BadInputException(folder, $"has other lines in judgements.jsonl than in responses.jsonl: {name}");
            }

            responses.Add(
                name,
                new KeptResponse(
                    response.RootElement.GetProperty("response").GetString()!,
                    response.RootElement.GetProperty("ended").GetBoolean(),
                    response.RootElement.TryGetProperty("thinking", out _),
                    judgement.RootElement.GetProperty("outcome").GetString()!,
                    Number(response.RootElement, "refusal_score"),
                    Number(response.RootElement, "projection")
                )
            );
        }

        return new RunFiles(folder, json, ReportJson.Read(json, file), responses);
    }

    private static ResponseName Name(JsonElement line)
    {
        string Text(string field) => line.GetProperty(field).GetString()!;
        return new ResponseName(Text("language"), Text("id"), Text("condition"));
    }

    private static double? Number(JsonElement line, string name) =>
        line.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}

/// <summary>Which response.</summary>
internal sealed record ResponseName(string Language, string Id, string Condition)
{
    public override string ToString() => BadInputException.Show($"{Language} {Id} {Condition}");
}

/// <summary>A response and what was made of it.</summary>
internal sealed record KeptResponse(string Text, bool Ended, bool Thought, string Outcome, double? Score, double? Projection);
