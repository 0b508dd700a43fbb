namespace Refrain.Reports.Sections;

/// <summary>How often the model refuses what it should answer: per language of the suite, and per file beside it.</summary>
internal static class OverRefusalSection
{
    public static Html Build(AuditReport report)
    {
        var rows = OverRefusalText.Languages(report).ToArray();
        if (rows.Length == 0 && report.OverRefusal.Count == 0)
        {
            return Html.None;
        }

        bool alarming = rows.Any(row => row.Second is not null);
        return HtmlParts.Section(
            "over-refusal",
            "Does it refuse what it should answer?",
            $"baseline: the untouched model; ablated: {Wording.Intervention(report)}.",
            Html.Of($"""
                {Html.If(rows.Length > 0, Table("Over-refusal per language", Html.Of($"Harmless requests that are refused, with 95% intervals (Wilson): the further left, the better. Most refused first."), "Language", "Harmless", alarming ? "Sounds alarming" : null, rows.Select(row => Row(HtmlParts.LanguageCell(row.Name), row, "harmless", "over", alarming))))}
                {Legend("harmless", "harmless", "over", alarming ? "harmless, sounds alarming" : null)}
                {report.OverRefusal.Select(Set)}
                """));
    }

    private static Html Set(OverRefusalReport set)
    {
        var rows = OverRefusalText.Rows(set).ToArray();
        bool contrasts = rows.Any(row => row.Second is not null);
        return Html.Of($"""
            {Table($"Over-refusal on {set.Name}", Html.Of($"{OverRefusalText.Caption(set)}"), "Prompts", "Safe", contrasts ? "Unsafe" : null, rows.Select(row => Row(Html.Of($"""<th scope="row" class="words">{row.Name}</th>"""), row, "over", "harmful", contrasts)))}
            {Legend("over", "safe", "harmful", contrasts ? "unsafe, should be refused" : null)}
            {Html.If(set.ChosenByRefusals, HtmlParts.Note(OverRefusalText.Chosen))}
            """);
    }

    private static Html Table(string name, Html caption, string kind, string first, string? second, IEnumerable<Html> rows) => HtmlParts.Table(
        name,
        caption,
        Html.Of($"""
            <tr><th scope="col">{kind}</th><th scope="col" class="picture"><span class="scale"><span>0</span><span>50</span><span>100%</span></span></th><th scope="col" class="number">{first}</th>{Html.If(second is not null, Html.Of($"""<th scope="col" class="number">{second}</th>"""))}<th scope="col" class="number">{second ?? first}, ablated</th></tr>
            """),
        rows,
        "over-refusal");

    private static Html Row(Html heading, OverRefusalRow row, string first, string second, bool both) => Html.Of($"""
        <tr>{heading}<td class="picture">{Bars.Marks((row.First?.Baseline, first), (row.Second?.Baseline, second))}</td>{Cell(row.First?.Baseline)}{Html.If(both, Cell(row.Second?.Baseline))}{Cell(both ? row.Second?.Ablated : row.First?.Ablated)}</tr>

        """);

    private static Html Cell(Rate? rate)
    {
        if (rate is null)
        {
            return Html.Of($"""<td class="number">{HtmlParts.NotMeasured}</td>""");
        }

        return Html.Of($"""<td class="number"><b>{Figures.Percent(rate.Share)}</b> <span class="n">{Figures.Interval(rate.Low, rate.High)}</span> <span class="n">n {rate.N}</span>{OverRefusalText.Beside(rate).Select(text => Html.Of($"<small>{text}</small>"))}</td>""");
    }

    private static Html Legend(string first, string firstName, string second, string? secondName) => Html.Of($"""
        <p class="note legend"><span class="entry"><span class="sign p-{first}">●</span> {firstName}</span>{Html.If(secondName is not null, Html.Of($""" <span class="entry"><span class="sign p-{second}">■</span> {secondName}</span>"""))}</p>
        """);
}
