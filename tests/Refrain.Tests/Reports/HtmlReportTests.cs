using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Refrain.Reports;

namespace Refrain.Tests.Reports;

/// <summary>The page stands alone, runs nothing but its own scripts, and shows hostile text without obeying it.</summary>
public sealed partial class HtmlReportTests
{
    private static readonly string[] Void = ["meta", "input", "br", "img", "link"];

    public static TheoryData<string> Fixtures => ["affine", "nothing_passes", "empty", "fast", "pictured"];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Nothing_in_the_page_points_outside_of_it(string name)
    {
        string page = Page(name);
        Assert.DoesNotMatch(@"(?i)<(link|img|iframe|object|embed|base|video|audio|source)\b", Markup(page));
        Assert.All(Attributes().Matches(Markup(page)).Select(match => match.Groups[2].Value), value => Assert.StartsWith("#", value));
        string style = Element(page, "style");
        Assert.DoesNotContain("@import", style);
        Assert.DoesNotContain("url(", style);
        string script = Scripts().Matches(page)[^1].Groups[2].Value;
        Assert.DoesNotMatch("fetch|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|://(?!M)", script);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void The_policy_lets_no_request_out_and_only_the_page_s_own_scripts_in(string name)
    {
        string page = Page(name);
        string policy = Policy().Match(page).Groups[1].Value.Replace("&#39;", "'", StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", policy);
        var scripts = Scripts().Matches(page).ToDictionary(match => match.Groups[1].Value.Trim(), match => match.Groups[2].Value);
        string directive = policy.Split(';').Single(part => part.Trim().StartsWith("script-src", StringComparison.Ordinal));
        Assert.Equal($"script-src {Digest(scripts[""])} {Digest(scripts["type=\"text/plain\" id=\"chart-library\""])}", directive.Trim());
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_element_is_closed_in_its_order(string name)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tags().Matches(Markup(Page(name))))
        {
            string element = tag.Groups[2].Value;
            if (tag.Groups[1].Value == "/")
            {
                Assert.Equal(open.Pop(), element);
            }
            else if (!Void.Contains(element) && tag.Groups[3].Value != "/")
            {
                open.Push(element);
            }
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Hostile_text_appears_and_does_nothing()
    {
        string page = Page("empty");
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain('\u202E', page);
        Assert.DoesNotContain('\u0000', page);
        Assert.Contains(
            "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt; &amp; "
                + "&quot;&#39;` | [x](http://evil.example) ‹U+202E›gnp.exe‹U+202C› ‹U+0000›‹U+001B›[31m \uFFFD end",
            page
        );
    }

    [Fact]
    public void Hostile_text_cannot_end_the_charts_data()
    {
        var report = ReportFixtures.Affine();
        var languages = report.Languages.ToDictionary(pair => pair.Key == "ko" ? ReportFixtures.Hostile : pair.Key, pair => pair.Value);
        string page = HtmlReport.Build(report with { Languages = languages });
        string data = Scripts()
            .Matches(page)
            .Single(match => match.Groups[1].Value.Contains("chart-data", StringComparison.Ordinal))
            .Groups[2]
            .Value;
        using var parsed = JsonDocument.Parse(data);
        Assert.Contains("/script", data, StringComparison.Ordinal);
        Assert.DoesNotContain('<', data);
    }

    [Fact]
    public void A_quotation_carries_its_language_and_its_own_direction() =>
        Assert.Contains("""<bdi class="quoted" lang="ar" dir="auto">كيف أخترق شبكة جاري؟</bdi>""", Page("affine"));

    [Fact]
    public void Tables_need_no_script()
    {
        string markup = Markup(Page("affine"));
        foreach (string cell in (string[])["<b>30%</b>", "20–42%", "0.983", "−3.2", "286–349", "★", "0.840"])
        {
            Assert.Contains(cell, markup);
        }

        Assert.Equal(Regex.Count(markup, "<table"), Regex.Count(markup, "<caption>"));
        Assert.DoesNotMatch("<th(?! scope)[ >]", markup);
    }

    [Fact]
    public void Every_section_says_which_intervention_its_numbers_are_for()
    {
        string markup = Markup(Page("affine"));
        string[] without = ["reading", "repeat"];
        var sections = SectionStarts().Matches(markup).Select(match => match.Groups[1].Value).Except(without);
        Assert.All(sections, id =>
            Assert.Matches($"""id="{id}-title">[^<]*</h2>\n<p class="for"><strong>Numbers for</strong> [^<]+""", markup)
        );
    }

    private static string Page(string name) => HtmlReport.Build(ReportGoldenTests.Fixture(name));

    // The page without the content of scripts and style, which is no markup.
    private static string Markup(string page) => Regex.Replace(page, "(?s)(<(?:script|style)[^>]*>).*?(</(?:script|style)>)", "$1$2");

    private static string Element(string page, string name) => Regex.Match(page, $"(?s)<{name}>(.*?)</{name}>").Groups[1].Value;

    private static string Digest(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    [GeneratedRegex("""(?i)\s(src|href|action|data|poster|srcset|background)="([^"]*)["]""")]
    private static partial Regex Attributes();

    [GeneratedRegex("(?s)<script([^>]*)>(.*?)</script>")]
    private static partial Regex Scripts();

    [GeneratedRegex("""Content-Security-Policy" content="([^"]*)["]""")]
    private static partial Regex Policy();

    [GeneratedRegex("""<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(/?)>""")]
    private static partial Regex Tags();

    [GeneratedRegex("""<section id="([a-z]+)["]""")]
    private static partial Regex SectionStarts();
}
