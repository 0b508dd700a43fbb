using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Refrain.Reports;

/// <summary>Markup that is safe to write: literals as they stand, everything put into them escaped.</summary>
internal readonly record struct Html(string Text)
{
    public static readonly Html None = new("");

    /// <summary>Markup from an interpolated string whose holes are escaped unless they are markup themselves.</summary>
    public static Html Of(HtmlHandler markup) => new(markup.ToString());

    /// <summary>Parts one after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));

    /// <summary>Markup when it applies.</summary>
    public static Html If(bool applies, Html markup) => applies ? markup : None;

    /// <summary>Escaped text, for content and for quoted attributes.</summary>
    public static string Escape(string? text)
    {
        var escaped = new StringBuilder();
        foreach (char c in VisibleText.Of(text))
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    public override string ToString() => Text;
}

/// <summary>Writes an interpolated string as markup; the compiler calls it for <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int holes)
{
    private readonly StringBuilder builder = new(literalLength + (16 * holes));

    public void AppendLiteral(string literal) => builder.Append(literal);

    public void AppendFormatted(Html markup) => builder.Append(markup.Text);

    public void AppendFormatted(IEnumerable<Html> parts)
    {
        foreach (var part in parts)
        {
            builder.Append(part.Text);
        }
    }

    public void AppendFormatted(string? text) => builder.Append(Html.Escape(text));

    public void AppendFormatted(int number) => builder.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>A coordinate or percentage inside markup: at most two decimals.</summary>
    public void AppendFormatted(double number) => builder.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

    public override string ToString() => builder.ToString();
}
