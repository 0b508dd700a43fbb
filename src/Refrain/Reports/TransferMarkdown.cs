using Refrain.Measurement;
using Refrain.Reports.Sections;
using Refrain.Responses;

namespace Refrain.Reports;

/// <summary>The transfer matrix as tables of Markdown.</summary>
internal static class TransferMarkdown
{
    /// <summary>Title, caption, headings and rows, not escaped.</summary>
    public static IEnumerable<(string Title, string Caption, string[] Head, IReadOnlyList<string[]> Rows)> Tables(TransferReport? transfer)
    {
        foreach (var condition in transfer is { Sources.Count: > 1 } ? (Condition[])[Condition.Ablated, Condition.Induced] : [])
        {
            yield return (
                $"Transfer, {condition.Word()}",
                $"{TransferText.Caption(condition)}. Rows: the language that the direction is from; "
                    + $"columns: the language of the prompts. {TransferText.Signs}",
                ["Direction from", .. transfer!.Targets],
                [
                    .. transfer.Sources.Select(source =>
                        (string[])
                            [
                                LanguageNames.WithCode(source.Language),
                                .. source.Intervention is null
                                    ? transfer.Targets.Select((_, index) => index == 0 ? source.Verdict.Word() : "")
                                    : transfer.Targets.Select(target =>
                                        TransferText.Short(transfer.Find(source.Language, target, condition))
                                    ),
                            ]
                    ),
                ]
            );
        }

        foreach (var source in transfer?.Sources ?? [])
        {
            foreach (var cells in transfer!.Cells.Where(cell => cell.Source == source.Language).GroupBy(cell => cell.Condition))
            {
                string controls = transfer.Controls ? " Beside each control's own effect: the interval of the real effect less it." : "";
                yield return (
                    $"The {LanguageNames.English(source.Language)} direction, {cells.Key.Word()}",
                    $"{TransferText.Caption(cells.Key)}: {TransferText.Row(source)}. {TransferText.Method(transfer.Controls)}{controls}",
                    ["Language", .. TransferText.Head(transfer.Controls)],
                    [
                        .. cells.Select(cell =>
                            (string[])[LanguageNames.WithCode(cell.Target), cell.Claim.Word(), .. TransferText.Numbers(cell)]
                        ),
                    ]
                );
            }
        }
    }
}
