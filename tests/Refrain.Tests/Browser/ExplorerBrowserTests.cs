using Microsoft.Playwright;
using Refrain.Server;
using Refrain.Tests.Exploring;

namespace Refrain.Tests.Browser;

/// <summary>The explorer in a real browser.</summary>
[Collection(ChromiumCollection.Name)]
public sealed class ExplorerBrowserTests(ChromiumFixture chromium)
{
    [Fact]
    public async Task A_search_finds_marks_and_pages()
    {
        await using var server = await ExplorerServer.Start(ExplorerFixtures.Exploration(), port: 0);
        await using var watched = await WatchedPage.Open(chromium.Browser, allowed: server.Address.ToString());
        await watched.Go(server.Address.ToString());
        var page = watched.Page;
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Responses" }).First.ClickAsync();
        await page.GetByLabel("Language").SelectOptionAsync("ko");
        await page.GetByLabel("Text").FillAsync("number 1");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Status).GetByText("33 of 1,120").WaitForAsync();
        Assert.Contains("language=ko", page.Url);
        Assert.Equal("ko", await page.GetByLabel("Language").InputValueAsync());
        Assert.Equal(22, await page.Locator("mark").CountAsync());
        await watched.ExpectNothingWrong("search");
    }

    [Fact]
    public async Task Hostile_responses_and_questions_run_nothing_and_ask_for_nothing()
    {
        await using var server = await ExplorerServer.Start(ExplorerFixtures.Hostile(), port: 0);
        await using var watched = await WatchedPage.Open(chromium.Browser, allowed: server.Address + "responses");
        for (int page = 1; page <= 4; page++)
        {
            await watched.Go($"{server.Address}responses?page={page}");
            Assert.Equal(50, await watched.Page.Locator("article").CountAsync());
            Assert.Equal(
                0,
                await watched.Page.Locator("script, img, iframe, object, link, base, math, video, template, article svg").CountAsync()
            );
            await watched.ExpectNothingWrong($"page {page}");
        }

        foreach (
            string text in HostileStrings.All.Where(
                (text, index) => index % 25 == 0 && text.Length <= 100 && !text.Contains('\ud800', StringComparison.Ordinal)
            )
        )
        {
            await watched.Go($"{server.Address}responses?text={Uri.EscapeDataString(text)}&language={Uri.EscapeDataString(text)}");
            await watched.ExpectNothingWrong(text);
        }
    }

    [Fact]
    public async Task A_page_from_elsewhere_can_neither_read_nor_frame_it()
    {
        await using var server = await ExplorerServer.Start(ExplorerFixtures.Exploration(), port: 0);
        await using var watched = await WatchedPage.Open(chromium.Browser, allowed: "http");
        await watched.Page.RouteAsync("http://evil.example/", route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<!DOCTYPE html><p>evil" })
        );
        await watched.Go("http://evil.example/");
        string read = await watched.Page.EvaluateAsync<string>(
            "async address => { try { return await (await fetch(address + 'responses.json')).text(); "
                + "} catch (error) { return 'refused'; } }",
            server.Address.ToString()
        );
        Assert.Equal("refused", read);
        string framed = await watched.Page.EvaluateAsync<string>(
            """
            address => new Promise(done => {
                const frame = document.createElement("iframe");
                frame.onload = () => { try { done(frame.contentDocument ? "empty" : "not readable"); } catch { done("not readable"); } };
                frame.src = address;
                document.body.append(frame);
            })
            """,
            server.Address.ToString()
        );
        Assert.Equal("not readable", framed);
        Assert.DoesNotContain(watched.Page.Frames, frame => frame.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal));
    }
}
