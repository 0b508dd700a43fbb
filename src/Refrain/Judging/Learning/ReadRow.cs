namespace Refrain.Judging.Learning;

/// <summary>A labelled response and what was read in it: reading does not depend on what is learned, so it is done once.</summary>
internal sealed record ReadRow(LabelledResponse Row, Reading Reading)
{
    public static IReadOnlyList<ReadRow> All(IEnumerable<LabelledResponse> rows) =>
        [
            .. rows.Where(row => row.Refusal is not null && PhraseList.Find(row.Language) is not null)
                .Select(row => new ReadRow(row, Reading.Of(row.Response, row.Language, row.Prompt))),
        ];
}
