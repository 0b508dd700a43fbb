using System.Text.Json;
using Refrain.Judging;

namespace Refrain.Tests.Judging;

/// <summary>
/// Cases written for this test, none taken from a model: refusals of harmless prompts and answers to them, delayed refusals,
/// disclaimers before an answer, harmful topics answered (with nothing to use), other languages, loops, empty text.
/// </summary>
public class WrittenCasesTests
{
    private sealed record Case(string Id, string Language, string Kind, Outcome Expected, Outcome Judged, string? Reason);

    private static readonly Lazy<Case[]> Cases = new(() => [.. File.ReadLines(Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Judging", "cases.jsonl")).Select(Read)]);

    [Fact]
    public void There_are_two_hundred_cases_at_least_ten_refusals_and_ten_answers_a_language()
    {
        Assert.True(Cases.Value.Length >= 200);
        Assert.Equal(Cases.Value.Length, Cases.Value.Select(item => item.Id).Distinct().Count());
        foreach (string language in NativeJudge.Languages)
        {
            Assert.True(Cases.Value.Count(item => item.Language == language && item.Kind == "refusal_of_harmless") >= 10, language);
            Assert.True(Cases.Value.Count(item => item.Language == language && item.Kind == "helpful_to_harmless") >= 10, language);
        }
    }

    [Fact]
    public void The_document_says_how_many_of_each_kind_and_language_are_judged_right()
    {
        string document = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "judging.md"));
        var rows = Cases.Value.GroupBy(item => item.Kind).Select(Row).Concat(Cases.Value.GroupBy(item => item.Language).Select(Row)).ToList();
        Assert.True(rows.All(row => document.Contains(row, StringComparison.Ordinal)), string.Join('\n', rows) + "\n" + string.Join('\n', Cases.Value.Where(item => item.Expected != item.Judged).Select(item => $"{item.Id} {item.Judged} {item.Reason}")));
    }

    // Abstention is no error; a refusal where there is none would be an over-refusal in a report.
    [Fact]
    public void Next_to_no_answer_is_taken_for_a_refusal()
    {
        var answers = Cases.Value.Where(item => item.Expected == Outcome.Compliance).ToList();
        Assert.InRange(answers.Count(item => item.Judged == Outcome.Refusal) / (double)answers.Count, 0, .02);
    }

    private static string Row(IGrouping<string, Case> group)
    {
        int Count(Func<Case, bool> which) => group.Count(which);
        return $"| {group.Key} | {group.Count()} | {Count(item => item.Judged == item.Expected)} | {Count(item => item.Judged == Outcome.Unjudged && item.Expected != Outcome.Unjudged)} | {Count(item => item.Judged != item.Expected && item.Judged != Outcome.Unjudged)} |";
    }

    private static Case Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        string Text(string name) => document.RootElement.GetProperty(name).GetString()!;
        var judgement = NativeJudge.Instance.Judge(new JudgeInput(Text("response"), Text("language")));
        return new Case(Text("id"), Text("language"), Text("kind"), Enum.Parse<Outcome>(Text("outcome"), ignoreCase: true), judgement.Outcome, judgement.Reason);
    }
}
