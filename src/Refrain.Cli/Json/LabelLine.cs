using System.Text.Json.Serialization;
using Refrain.Judging;

namespace Refrain.Cli.Json;

/// <summary>A line of the file that <c>refrain judge --write</c> writes and <c>--labels</c> reads; what a row lacks is absent.</summary>
internal sealed record LabelLine
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Class { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Condition { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>Of a response without an id, which its text names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Response { get; init; }

    public required string Label { get; init; }

    public required double Probability { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public static LabelLine Of(LabelledResponse row, Judgement judgement) =>
        new()
        {
            Id = Given(row.Id),
            Language = Given(row.Language),
            Class = Given(row.Class),
            Condition = Given(row.Condition),
            Model = Given(row.Model),
            Response = row.Id.Length == 0 ? Given(row.Response) : null,
            Label = judgement.Outcome.Word(),
            Probability = Math.Round(judgement.Probability, 6),
            Reason = Given(judgement.Reason),
        };

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;
}
