using System.Security.Cryptography;
using System.Text;
using Refrain.Reports.Pictures;

namespace Refrain.Reports;

/// <summary>A page that needs nothing else: style, pictures and their script are inside of it, and it may ask for nothing.</summary>
internal static class HtmlPage
{
    /// <summary>The style sheet of reports and of the explorer.</summary>
    internal static readonly string Style = Asset("report.css") + Palette.Style();
    private static readonly string Script = $"(() => {{\n\"use strict\";\n{Asset("charts.js")}{Asset("report.js")}}})();\n";
    private static readonly string Charts = Asset("echarts.min.js");

    // Only these two scripts may run, whatever a hostile prompt brings; the charts' style attributes need 'unsafe-inline'.
    internal static readonly string Policy =
        $"default-src 'none'; style-src 'unsafe-inline'; script-src {Digest(Script)} {Digest(Charts)}; base-uri 'none'; form-action 'none'";

    /// <summary>The page.</summary>
    /// <param name="title">For the window.</param>
    /// <param name="content">Its sections.</param>
    /// <param name="pictures">What the script draws.</param>
    public static string Build(string title, Html content, PictureData pictures) =>
        Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en" dir="ltr">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{new Html(Style)}</style>
            </head>
            <body>
            <main>
            {content}</main>
            <script type="application/json" id="chart-data">{new Html(pictures.Write())}</script>
            <script type="text/plain" id="chart-library">{new Html(Charts)}</script>
            <script>{new Html(Script)}</script>
            </body>
            </html>

            """
        ).Text;

    private static string Digest(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Asset(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream($"Refrain.Reports.Assets.{name}")
            ?? throw new InvalidOperationException($"the resource {name} is missing from this build");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
