using System.Security.Cryptography;
using System.Text;
using Refrain.Reports.Pictures;
using Refrain.Reports.Sections;

namespace Refrain.Reports;

/// <summary>The report as one page that needs nothing else: no request leaves it, and its tables and pictures need no script.</summary>
internal static class HtmlReport
{
    private static readonly Func<AuditReport, Html>[] InOrder =
    [
        Heading.Build, Verdicts.Build, MechanismSection.Build, MainTable.Build, TransferSection.Build, PairedSection.Build, RefusalScoreSection.Build, CosineSection.Build,
        SeparationSection.Build, GeometrySection.Build, ComponentsPicture.Build, LayersPicture.Build, SelectionSection.Build, ExamplesSection.Build, ProvenanceSection.Build, PrecisionSection.Build,
        JudgeSection.Build, AgreementSection.Build, ReadingSection.Build, RepeatSection.Build,
    ];

    /// <summary>The style sheet of the report and of the explorer.</summary>
    internal static readonly string Style = Asset("report.css") + Palette.Style();
    private static readonly string Script = $"(() => {{\n\"use strict\";\n{Asset("charts.js")}{Asset("report.js")}}})();\n";
    private static readonly string Charts = Asset("echarts.min.js");

    // Only these two scripts may run, whatever a hostile prompt brings; the charts' style attributes need 'unsafe-inline'.
    internal static readonly string Policy = $"default-src 'none'; style-src 'unsafe-inline'; script-src {Digest(Script)} {Digest(Charts)}; base-uri 'none'; form-action 'none'";

    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="explored">It is shown by the explorer: a link leads to the responses.</param>
    public static string Build(AuditReport report, bool explored = false)
    {
        var sections = Html.Join(InOrder.Select(section => section(report)));
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>Where {report.Model.Name} refuses: Refrain audit</title>
            <style>{new Html(Style)}</style>
            </head>
            <body>
            <main>
            {Html.If(explored, ToResponses)}{sections}</main>
            <script type="application/json" id="chart-data">{new Html(PictureData.Write(report))}</script>
            <script type="text/plain" id="chart-library">{new Html(Charts)}</script>
            <script>{new Html(Script)}</script>
            </body>
            </html>

            """).Text;
    }

    private static readonly Html ToResponses = Html.Of($"""
        <p class="kind">Report · <a href="/responses">Responses</a></p>

        """);

    private static string Digest(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Asset(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"Refrain.Reports.Assets.{name}")
            ?? throw new InvalidOperationException($"the resource {name} is missing from this build");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
