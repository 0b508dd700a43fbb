using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Refrain.Tests.Browser;

/// <summary>A page in which everything that a page could do wrong is written down.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    // Before anything of the page: payloads call ran(), and a policy that had to step in is a payload that came to life.
    private const string Trap = """
        window.__ran = [];
        window.ran = what => window.__ran.push(String(what));
        for (const name of ["alert", "confirm", "prompt"]) { window[name] = what => window.__ran.push(`${name} ${what}`); }
        document.addEventListener("securitypolicyviolation", event =>
            window.__ran.push(`policy ${event.violatedDirective} ${event.blockedURI}`));
        """;

    private readonly IBrowserContext context;
    private string address = "";

    private WatchedPage(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>What went wrong: requests, errors, dialogs.</summary>
    public ConcurrentQueue<string> Wrong { get; } = [];

    /// <param name="browser">The browser.</param>
    /// <param name="width">Of the window, pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="script">False: a reader who allows none.</param>
    /// <param name="allowed">Addresses with this start may be asked for; null: none but the page itself.</param>
    public static async Task<WatchedPage> Open(
        IBrowser browser,
        int width = 1100,
        ColorScheme scheme = ColorScheme.Light,
        bool script = true,
        string? allowed = null
    )
    {
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = scheme,
                JavaScriptEnabled = script,
            }
        );
        await context.AddInitScriptAsync(Trap);
        var watched = new WatchedPage(context, await context.NewPageAsync());
        context.Request += (_, request) =>
        {
            if (request.Url != watched.address && (allowed is null || !request.Url.StartsWith(allowed, StringComparison.Ordinal)))
            {
                watched.Wrong.Enqueue("request: " + request.Url);
            }
        };
        if (allowed is null)
        {
            await context.RouteAsync(url => url.StartsWith("http", StringComparison.Ordinal), route => route.AbortAsync());
        }

        watched.Page.PageError += (_, error) => watched.Wrong.Enqueue("error: " + error);
        watched.Page.Dialog += (_, dialog) => watched.Wrong.Enqueue("dialog: " + dialog.Message);
        watched.Page.Console += (_, message) => watched.Wrong.Enqueue($"console: {message.Text}");
        return watched;
    }

    /// <summary>Opens an address; every other request is wrong.</summary>
    public async Task Go(string address)
    {
        this.address = address;
        await Page.GotoAsync(address);
    }

    /// <summary>Scrolls until every picture is drawn.</summary>
    public async Task DrawPictures()
    {
        foreach (var figure in await Page.Locator("[data-picture]").AllAsync())
        {
            await figure.ScrollIntoViewIfNeededAsync();
            await figure
                .Locator(".canvas svg")
                .First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached, Timeout = 10_000 });
        }
    }

    /// <summary>Fails if anything went wrong or anything ran.</summary>
    public async Task ExpectNothingWrong(string what)
    {
        string[] ran = await Page.EvaluateAsync<string[]>("window.__ran");
        Assert.True(ran.Length == 0 && Wrong.IsEmpty, $"{what}: {string.Join("; ", ran.Concat(Wrong).Take(5))}");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
