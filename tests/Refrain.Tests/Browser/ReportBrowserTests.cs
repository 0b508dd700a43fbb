using System.Text;
using Microsoft.Playwright;
using Refrain.Reports;
using Refrain.Reports.Comparing;
using Refrain.Tests.Comparing;
using Refrain.Tests.Reports;

namespace Refrain.Tests.Browser;

/// <summary>The report in a real browser: what it shows, to whom, and that nothing of what it shows does anything.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ReportBrowserTests(ChromiumFixture chromium) : IDisposable
{
    private static readonly string[] Allowed =
    [
        "HTML",
        "HEAD",
        "META",
        "TITLE",
        "STYLE",
        "BODY",
        "MAIN",
        "HEADER",
        "ASIDE",
        "SECTION",
        "ARTICLE",
        "FIGURE",
        "FIGCAPTION",
        "DIV",
        "P",
        "H1",
        "H2",
        "UL",
        "LI",
        "DL",
        "DT",
        "DD",
        "TABLE",
        "CAPTION",
        "THEAD",
        "TBODY",
        "TR",
        "TH",
        "TD",
        "SPAN",
        "STRONG",
        "B",
        "I",
        "SMALL",
        "SUP",
        "ABBR",
        "BDI",
        "CODE",
        "PRE",
        "DETAILS",
        "SUMMARY",
        "LABEL",
        "INPUT",
        "OUTPUT",
        "SELECT",
        "OPTION",
        "BUTTON",
        "FIELDSET",
        "LEGEND",
        "SCRIPT",
        "svg",
        "g",
        "rect",
        "line",
        "path",
        "circle",
        "text",
        "tspan",
        "title",
        "defs",
        "clipPath",
        "style",
        "polyline",
        "polygon",
        "filter",
        "feDropShadow", // The shadow of the chart library's tooltips.
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-browser-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Hostile_text_in_every_field_runs_nothing_and_asks_for_nothing()
    {
        bool slow = Environment.GetEnvironmentVariable("REFRAIN_SLOW_TESTS") == "1";
        Assert.Equal(200, HostileStrings.All.Distinct().Count());
        await using var watched = await WatchedPage.Open(chromium.Browser);
        for (int first = 0; first < HostileStrings.All.Count; first += slow ? 1 : 67)
        {
            await Attack(watched, first);
            await AttackComparison(watched, first);
        }
    }

    [Fact]
    public async Task The_traps_that_the_hostile_strings_are_watched_with_do_close()
    {
        // Without the page's policy and with one string unescaped, the same checks find each kind of harm.
        string page =
            "<!DOCTYPE html><html><body><script>ran(1)</script><img "
            + "src='http://evil.example/x' onerror='ran(2)'><a onclick='1'>x</a></body></html>";
        await using var watched = await WatchedPage.Open(chromium.Browser);
        await Show(watched, page);
        await watched.Page.WaitForFunctionAsync("window.__ran.length > 1", null, new PageWaitForFunctionOptions { Timeout = 10_000 });
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => watched.ExpectNothingWrong("trap"));
        Assert.Contains(watched.Wrong, wrong => wrong.StartsWith("request: http://evil.example/x", StringComparison.Ordinal));
        Assert.NotEmpty(await Foreign(watched.Page));
    }

    [Fact]
    public async Task Every_picture_is_drawn_and_its_controls_work_by_keyboard()
    {
        await using var watched = await WatchedPage.Open(chromium.Browser);
        await Show(watched, HtmlReport.Build(PictureFixtures.Report()));
        await watched.DrawPictures();
        var page = watched.Page;
        Assert.Equal(8, await page.Locator("[data-picture] .canvas svg").CountAsync());
        Assert.Equal(0, await page.Locator(".static:visible").CountAsync());

        var cosines = page.Locator("[data-picture=cosines]");
        await cosines.Locator("input").FocusAsync();
        string before = await cosines.Locator(".canvas svg").InnerHTMLAsync();
        Assert.Equal("12", await cosines.Locator("output").InnerTextAsync());
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("13", await cosines.Locator("output").InnerTextAsync());
        Assert.Equal("layer 13", await cosines.Locator("input").GetAttributeAsync("aria-valuetext"));
        Assert.NotEqual(before, await cosines.Locator(".canvas svg").InnerHTMLAsync());

        // Without a pointer: from the slider to the picture, and from cell to cell.
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(
            "Arabic and German\nlayer 13: " + await Cell(page, "Arabic and German"),
            await cosines.Locator(".said").TextContentAsync()
        );
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.StartsWith("German and German\nlayer 13: 1.00", await cosines.Locator(".said").TextContentAsync());

        var components = page.Locator("[data-picture=components]");
        int all = await components.Locator(".canvas svg path").CountAsync();
        await components.Locator("button[data-all=false]").ClickAsync();
        await components.GetByLabel("Korean").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        int one = await components.Locator(".canvas svg path").CountAsync();
        Assert.True(one > 128 && one < all / 5, $"{one} of {all} paths are left");
        await watched.ExpectNothingWrong("controls");
    }

    [Fact]
    public async Task Without_a_script_every_picture_is_there_as_it_is_in_print()
    {
        string report = HtmlReport.Build(PictureFixtures.Report());
        await using var without = await WatchedPage.Open(chromium.Browser, script: false);
        await Show(without, report);
        int pictures = await without.Page.Locator("[data-picture]").CountAsync();
        Assert.Equal(pictures, await without.Page.Locator("[data-picture]:has(.static svg:visible)").CountAsync());
        Assert.Equal(0, await without.Page.Locator(".chart:visible").CountAsync());

        await using var printed = await WatchedPage.Open(chromium.Browser, scheme: ColorScheme.Dark);
        await Show(printed, report);
        await printed.DrawPictures();
        await printed.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.Equal(pictures, await printed.Page.Locator("[data-picture]:has(.static svg:visible)").CountAsync());
        Assert.Equal(0, await printed.Page.Locator(".chart:visible").CountAsync());
        Assert.Equal("rgb(255, 255, 255)", await printed.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1200, ColorScheme.Light)]
    public async Task A_comparison_fits_the_window_too_and_draws_its_pictures(int width, ColorScheme scheme)
    {
        await using var watched = await WatchedPage.Open(chromium.Browser, width, scheme);
        await Show(watched, ComparisonWriter.Render(ComparisonFixtures.Report())[2].Text);
        await watched.DrawPictures();
        Assert.Equal(2, await watched.Page.Locator("[data-picture] .canvas svg").CountAsync());
        Assert.InRange(await watched.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        Assert.All(await watched.Page.EvaluateAsync<double[]>(Contrasts), contrast => Assert.InRange(contrast, 4.5, 21.1));
        await watched.Page.Locator("[data-picture=drift] .canvas").FocusAsync();
        await watched.Page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith(
            "Arabic\nlayer 1: ",
            await watched.Page.Locator("[data-picture=drift] .said").TextContentAsync(),
            StringComparison.Ordinal
        );
        await watched.ExpectNothingWrong("comparison");

        await using var without = await WatchedPage.Open(chromium.Browser, script: false);
        await Show(without, ComparisonWriter.Render(ComparisonFixtures.Report())[2].Text);
        Assert.Equal(2, await without.Page.Locator("[data-picture]:has(.static svg:visible)").CountAsync());
    }

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1200, ColorScheme.Dark)]
    public async Task It_fits_the_window_and_its_text_can_be_read(int width, ColorScheme scheme)
    {
        await using var watched = await WatchedPage.Open(chromium.Browser, width, scheme);
        await Show(watched, HtmlReport.Build(PictureFixtures.Report()));
        await watched.DrawPictures();
        Assert.InRange(await watched.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        double[] contrasts = await watched.Page.EvaluateAsync<double[]>(Contrasts);
        Assert.NotEmpty(contrasts);
        Assert.All(contrasts, contrast => Assert.InRange(contrast, 4.5, 21.1));
        await watched.ExpectNothingWrong("window");
    }

    [Fact]
    public async Task The_pictures_take_the_reader_s_new_theme()
    {
        await using var watched = await WatchedPage.Open(chromium.Browser);
        await Show(watched, HtmlReport.Build(PictureFixtures.Report()));
        await watched.DrawPictures();
        string light = await watched.Page.Locator("[data-picture=cosines] .canvas svg").InnerHTMLAsync();
        await watched.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await watched.Page.WaitForFunctionAsync(
            "light => document.querySelector('[data-picture=cosines] .canvas svg').innerHTML !== light",
            light,
            new PageWaitForFunctionOptions { Timeout = 10_000 }
        );
        await watched.ExpectNothingWrong("theme");
    }

    // Text on the colour of its own heat-map cell, and on the page: WCAG 2's contrast.
    private const string Contrasts = """
        () => {
            const parse = text => (text.match(/[\d.]+/g) ?? []).map(Number);
            const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
                .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
            const ratio = (a, b) => {
                const [x, y] = [light(parse(a)), light(parse(b))].sort((p, q) => q - p);
                return (x + .05) / (y + .05);
            };
            const style = element => getComputedStyle(element);
            const cells = [...document.querySelectorAll("td[class^=h]")].map(cell => ratio(style(cell).color, style(cell).backgroundColor));
            const page = [...document.querySelectorAll("p, figcaption, th, .tag, .n, summary, .chip:not(.unmeasured)")].map(each =>
                ratio(
                    style(each).color,
                    parse(style(each).backgroundColor)[3] === 0 ? style(document.body).backgroundColor : style(each).backgroundColor));
            return [...cells, ...page];
        }
        """;

    private static async Task<string> Cell(IPage page, string names) =>
        await page.EvaluateAsync<string>(
            """
            names => {
                const map = JSON.parse(document.getElementById("chart-data").textContent).heat.cosines,
                    [row, column] = names.split(" and ");
                const at = (list, name) => list.findIndex(each => each.long === name);
                return map.views[12].cells[at(map.rows, row)][at(map.columns, column)].v.toFixed(2);
            }
            """,
            names
        );

    private static Task<string[]> Foreign(IPage page) =>
        page.EvaluateAsync<string[]>(
            """
            allowed => [...document.querySelectorAll("*")].flatMap(element => [
                ...allowed.includes(element.tagName) ? [] : [element.tagName],
                ...[...element.attributes]
                    .filter(({ name, value }) => /^on|^srcdoc$|^formaction$|^action$/i.test(name)
                        || (/href$|^src$|^data$|^poster$/i.test(name) && !value.startsWith("#")))
                    .map(({ name, value }) => `${element.tagName} ${name}=${value}`),
            ])
            """,
            Allowed
        );

    private async Task Attack(WatchedPage watched, int first)
    {
        var (report, fields) = HostileReport.Of(PictureFixtures.Report(), first);
        Assert.True(fields >= HostileStrings.All.Count, $"only {fields} fields");
        await Attack(watched, HtmlReport.Build(report), first);
    }

    private Task AttackComparison(WatchedPage watched, int first) =>
        Attack(watched, ComparisonWriter.Render(HostileComparison.Of(ComparisonFixtures.Report(), first))[2].Text, first);

    private async Task Attack(WatchedPage watched, string report, int first)
    {
        await Show(watched, report);
        await watched.DrawPictures();
        var page = watched.Page;
        Assert.Equal(4, await page.Locator("script").CountAsync());
        Assert.Empty(await Foreign(page));
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(each => { each.open = true; })");
        foreach (var canvas in await page.Locator(".canvas").AllAsync())
        {
            // Tooltips are where a chart library is most likely to parse text.
            await canvas.FocusAsync();
            foreach (string key in (string[])["ArrowRight", "ArrowRight", "ArrowDown", "End", "ArrowLeft"])
            {
                await page.Keyboard.PressAsync(key);
            }
        }

        Assert.Empty(await Foreign(page));
        await watched.ExpectNothingWrong($"strings from {first}");
    }

    private async Task Show(WatchedPage watched, string page)
    {
        string path = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(path, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (Environment.GetEnvironmentVariable("REFRAIN_UPDATE_GOLDEN") == "1" && !page.Contains("ran(", StringComparison.Ordinal))
        {
            ReportWriter.Write(PictureFixtures.Report(), Path.Combine(Shared.Repository, "artifacts", "reports", "pictured"));
        }

        await watched.Go(new Uri(path).AbsoluteUri);
    }
}
