using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Refrain.Server;

namespace Refrain.Tests.Exploring;

/// <summary>The explorer asked over HTTP, by those it serves and by those it must not.</summary>
public sealed class ExplorerServerTests : IAsyncLifetime
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private ExplorerServer? server;

    private Uri Address => server!.Address;

    public async ValueTask InitializeAsync() => server = await ExplorerServer.Start(ExplorerFixtures.Exploration(), port: 0);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server!.DisposeAsync();
    }

    [Fact]
    public async Task It_answers_on_the_loopback_address_alone()
    {
        Assert.Equal("127.0.0.1", Address.Host);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Address)).StatusCode);
        var others = NetworkInterface
            .GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address);
        foreach (
            var other in others
                .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
                .Append(IPAddress.IPv6Loopback)
        )
        {
            using var socket = new Socket(other.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(other, Address.Port));
        }
    }

    [Fact]
    public async Task The_report_leads_to_the_responses_and_no_answer_may_be_framed_kept_or_guessed()
    {
        foreach (string path in (string[])["", "responses", "responses.json", "missing"])
        {
            using var answer = await client.GetAsync(new Uri(Address, path));
            Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.False(answer.Headers.Contains("Server"));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Contains("<a href=\"/responses\">", await client.GetStringAsync(Address));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1.evil.example:{port}")]
    [InlineData("127.0.0.1:{port}.evil.example")]
    [InlineData("user@127.0.0.1:{port}")]
    [InlineData("0.0.0.0:{port}")]
    [InlineData("[::1]:{port}")]
    [InlineData("localhost.:{port}")]
    [InlineData("")]
    public async Task A_foreign_host_is_refused(string host)
    {
        string answer = await Raw(
            $"GET /responses.json HTTP/1.1\r\nHost: {host.Replace("{port}", $"{Address.Port}", StringComparison.Ordinal)}\r\n"
                + $"Connection: close\r\n\r\n"
        );
        Assert.Matches("^HTTP/1.1 (421|400) ", answer);
        Assert.DoesNotContain("Prompt", answer);
    }

    [Fact]
    public async Task No_host_or_two_are_refused()
    {
        Assert.Matches("^HTTP/1.1 400 ", await Raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"));
        Assert.Matches(
            "^HTTP/1.1 400 ",
            await Raw($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        );
        Assert.Matches("^HTTP/1.1 (421|400) ", await Raw("GET / HTTP/1.0\r\n\r\n"));
        Assert.Matches(
            "^HTTP/1.1 (400|421) ",
            await Raw($"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\nConnection: close\r\n\r\n")
        );
        Assert.Matches("^HTTP/1.1 200 ", await Raw($"GET / HTTP/1.1\r\nHost: LOCALHOST:{Address.Port}\r\nConnection: close\r\n\r\n"));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://127.0.0.1:{port}", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:{port}.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:{port}", HttpStatusCode.OK)]
    [InlineData("Origin", "http://localhost:{port}", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.OK)]
    public async Task A_page_from_elsewhere_is_refused(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "responses.json"));
        request.Headers.TryAddWithoutValidation(header, value.Replace("{port}", $"{Address.Port}", StringComparison.Ordinal));
        using var answer = await client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("OPTIONS", 405)]
    [InlineData("TRACE", 405)]
    [InlineData("HEAD", 200)]
    public async Task It_only_shows(string method, int status)
    {
        string answer = await Raw(
            $"{method} / HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith($"HTTP/1.1 {status} ", answer);
        Assert.DoesNotContain("<html", answer);
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e/%2e%2e/run.db")]
    [InlineData("/run.db")]
    [InlineData("/manifest.json")]
    [InlineData("/responses/")]
    [InlineData("/responses/..%5c..%5crun.db")]
    [InlineData("/responses.jsonl")]
    [InlineData("//evil.example/responses")]
    [InlineData("/RESPONSES")]
    [InlineData("/responses%00.json")]
    public async Task There_are_three_pages_and_no_files(string path)
    {
        string answer = await Raw($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (404|400) ", answer);
        Assert.DoesNotContain("root:", answer);
    }

    [Theory]
    [InlineData("", 1120)]
    [InlineData("?language=ko", 80)]
    [InlineData("?language=ko&class=harmful&condition=ablated", 20)]
    [InlineData("?outcome=refusal", 280)]
    [InlineData("?outcome=refusal&condition=ablated", 0)]
    [InlineData("?text=SORRY,%20i%20cannot", 280)]
    [InlineData("?text=%E1%BB%8Dj%C3%A0%20number%207", 42)]
    [InlineData("?text=o%CC%A3ja%CC%80%20NUMBER%207", 42)]
    [InlineData("?text=harmless/test/19", 28)]
    [InlineData("?language=%3Cscript%3E", 0)]
    public async Task Responses_are_filtered_and_searched(string query, int total)
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync(new Uri(Address, "responses.json" + query)));
        Assert.Equal(total, answer.RootElement.GetProperty("total").GetInt32());
        Assert.Equal(Math.Min(50, total), answer.RootElement.GetProperty("responses").GetArrayLength());
    }

    [Fact]
    public async Task Pages_hold_every_response_once_and_links_lead_through_them()
    {
        var seen = new HashSet<string>();
        int pages = 1;
        for (int page = 1; page <= pages; page++)
        {
            using var answer = JsonDocument.Parse(
                await client.GetStringAsync(new Uri(Address, $"responses.json?class=harmful&page={page}"))
            );
            pages = answer.RootElement.GetProperty("pages").GetInt32();
            Assert.All(answer.RootElement.GetProperty("responses").EnumerateArray(), response =>
                Assert.True(
                    seen.Add(
                        response.GetProperty("language").GetString()
                            + response.GetProperty("id").GetString()
                            + response.GetProperty("condition").GetString()
                    )
                )
            );
        }

        Assert.Equal(560, seen.Count);
        Assert.Equal(12, pages);
        string second = await client.GetStringAsync(new Uri(Address, "responses?class=harmful&text=here%20is%20%26%20more&page=2"));
        Assert.Contains("of 1,120 responses", second);
        string middle = await client.GetStringAsync(new Uri(Address, "responses?class=harmful&page=2"));
        Assert.Contains("href=\"/responses?class=harmful\" rel=\"prev\"", middle);
        Assert.Contains("href=\"/responses?class=harmful&amp;page=3\" rel=\"next\"", middle);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(Address, "responses?page=999999"))).StatusCode);
    }

    [Fact]
    public async Task A_harmful_response_is_shortened_and_searched_whole()
    {
        string page = await client.GetStringAsync(
            new Uri(Address, "responses?class=harmful&condition=ablated&language=de&text=number%207")
        );
        Assert.Contains("1 of 1,120 responses", page);
        Assert.DoesNotContain("number 7.", page);
        Assert.Contains("stands in the part that is not shown", page);
        string harmless = await client.GetStringAsync(
            new Uri(Address, "responses?class=harmless&condition=ablated&language=de&text=number%207")
        );
        Assert.Contains("<mark>number 7</mark>.", harmless);
        Assert.DoesNotContain("not shown", harmless);
    }

    [Theory]
    [InlineData("?page=0", "page: is \"0\"")]
    [InlineData("?page=-1", "page")]
    [InlineData("?page=99999999999", "page")]
    [InlineData("?page=2&page=3", "page: is given twice")]
    [InlineData("?file=/etc/passwd", "file: is not known")]
    [InlineData("?%3Cimg%20src=x%20onerror=alert(1)%3E=1", "is not known")]
    public async Task A_bad_question_is_one_clear_error_in_plain_text(string query, string problem)
    {
        using var answer = await client.GetAsync(new Uri(Address, "responses" + query));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(problem, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_huge_question_is_refused_and_the_next_one_answered()
    {
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await client.GetAsync(new Uri(Address, "responses?text=" + new string('x', 201)))).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(Address, "responses?text=" + new string('x', 200)))).StatusCode);
        Assert.StartsWith(
            "HTTP/1.1 414",
            await Raw($"GET /responses?text={new string('x', 1 << 15)} HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\n\r\n")
        );
        Assert.StartsWith(
            "HTTP/1.1 431",
            await Raw($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\nX: {new string('x', 1 << 15)}\r\n\r\n")
        );
        string many = string.Join('&', Enumerable.Range(0, 1000).Select(index => $"a{index}="));
        Assert.Matches(
            "^HTTP/1.1 400 ",
            await Raw($"GET /responses?{many} HTTP/1.1\r\nHost: 127.0.0.1:{Address.Port}\r\nConnection: close\r\n\r\n")
        );
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Address)).StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_clear_error()
    {
        var error = await Assert.ThrowsAsync<BadInputException>(() => ExplorerServer.Start(ExplorerFixtures.Exploration(), Address.Port));
        Assert.StartsWith($"port: is {Address.Port}, which another program uses", error.Message);
    }

    // An HTTP client would correct what a test wants to get wrong.
    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var stream = socket.GetStream();
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request), limit.Token);
        }
        catch (IOException)
        {
            // It was refused before it was read: the answer is there all the same.
        }

        byte[] buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, limit.Token)) > 0; )
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (IOException) when (answer.Length > 0)
        {
            // Closed on what was not read.
        }

        return answer.ToString();
    }
}
