using Refrain.Measurement;
using Refrain.Responses;

namespace Refrain.Reports.Sections;

/// <summary>What each source's direction does in each language, beside what directions that should do nothing do there.</summary>
internal static class TransferSection
{
    private static readonly Condition[] Conditions = [Condition.Ablated, Condition.Induced];

    public static Html Build(AuditReport report) =>
        report.Transfer is not { } transfer
            ? Html.None
            : HtmlParts.Section(
                "transfer",
                TransferText.Title,
                "harmful prompts with each direction ablated, harmless prompts with it added, each against the same prompts untouched.",
                Html.Of(
                    $"""
                    {TransferPicture.Build(report, Matrices(transfer))}
                    {transfer.Sources.Where(source => source.Intervention is not null).Select(source =>
                        Source(transfer, source, open: source.Language == report.Settings.Source)
                    )}
                    {HtmlParts.Note(TransferText.Method(transfer.Controls))}
                    """
                )
            );

    private static Html Matrices(TransferReport transfer) =>
        Html.Of(
            $"""
            {Conditions.Select(condition => Matrix(transfer, condition))}{HtmlParts.Note(TransferText.Signs)}
            """
        );

    private static Html Matrix(TransferReport transfer, Condition condition) =>
        HtmlParts.Table(
            TransferText.Caption(condition),
            Html.Of(
                $"{TransferText.Caption(condition)}. Rows: the language that the direction is from; columns: the language of the prompts."
            ),
            Html.Of($"""<tr><th scope="col">Direction from</th>{transfer.Targets.Select(Target)}</tr>"""),
            transfer.Sources.Select(source =>
                Html.Of(
                    $"""
            <tr>{HtmlParts.LanguageCell(source.Language)}{(source.Intervention is null
                ? Html.Of($"""<td class="empty" colspan="{transfer.Targets.Count}">{source.Verdict.Word()}</td>""")
                : Html.Join(transfer.Targets.Select(target => Cell(transfer.Find(source.Language, target, condition)))))}</tr>

            """
                )
            ),
            "transfer"
        );

    private static Html Cell(TransferCell? cell)
    {
        string text = TransferText.Short(cell);
        return text == Figures.Missing
            ? HtmlParts.Number(text)
            : Html.Of(
                $"""<td class="number" title="{cell!.Claim.Word()}">"""
                    + $"""{(cell.Claim == TransferClaim.Effective ? Html.Of($"<b>{text}</b>") : Html.Of($"{text}"))}</td>"""
            );
    }

    private static Html Numbers(string name) => Html.Of($"""<th scope="col" class="numbers">{name}</th>""");

    private static Html Target(string language) =>
        Html.Of($"""<th scope="col" class="number"><abbr title="{LanguageNames.English(language)}">{language}</abbr></th>""");

    private static Html Source(TransferReport transfer, TransferSource source, bool open)
    {
        string name = LanguageNames.English(source.Language);
        return Html.Of(
            $"""
            <details{Html.If(open, Html.Of($" open"))}><summary>The {name} direction: {TransferText.Row(source)}</summary>
            {Conditions.Select(condition => Detail(transfer, source.Language, condition))}</details>

            """
        );
    }

    private static Html Detail(TransferReport transfer, string source, Condition condition)
    {
        TransferCell[] cells = [.. transfer.Cells.Where(cell => cell.Source == source && cell.Condition == condition)];
        return cells.Length == 0
            ? Html.None
            : HtmlParts.Table(
                $"{TransferText.Caption(condition)}, {source}",
                Html.Of(
                    $"{TransferText.Caption(condition)}."
                        + $"{(transfer.Controls ? " Beside each control's own effect: the interval of the real effect less it." : "")}"
                ),
                Html.Of(
                    $"""<tr><th scope="col">Language</th><th scope="col">{TransferText.Head(transfer.Controls)[0]}</th>"""
                        + $"""{TransferText.Head(transfer.Controls).Skip(1).Select(Numbers)}"""
                        + $"""</tr>"""
                ),
                cells.Select(cell =>
                    Html.Of(
                        $"""
                        <tr>{HtmlParts.LanguageCell(cell.Target)}<td class="language">{(
                            cell.Claim == TransferClaim.Effective
                                ? Html.Of($"<b>✓ {cell.Claim.Word()}</b>")
                                : Html.Of($"{cell.Claim.Word()}")
                        )}</td>{TransferText.Numbers(cell).Select(HtmlParts.Number)}</tr>

                        """
                    )
                )
            );
    }
}
