using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Refrain.Exploring;
using Refrain.Reports;

namespace Refrain.Server;

/// <summary>
/// Shows a run on this machine's own address: its report, and its responses with a search. It only reads, and keeps no state.
/// </summary>
internal sealed class ExplorerServer : IAsyncDisposable
{
    private const string PageType = "text/html; charset=utf-8",
        JsonType = "application/json; charset=utf-8";

    private readonly WebApplication application;

    private ExplorerServer(WebApplication application, Uri address) => (this.application, Address) = (application, address);

    /// <summary>Where it answers: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Address { get; }

    /// <param name="exploration">What to show.</param>
    /// <param name="port">0: a free one.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="BadInputException">The port is taken or not allowed.</exception>
    public static async Task<ExplorerServer> Start(Exploration exploration, int port, CancellationToken cancel = default)
    {
        // Empty: no file, variable or argument can bind it to another address.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = 0;
                kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
                kestrel.Limits.MaxConcurrentConnections = 64;
                kestrel.Listen(IPAddress.Loopback, port);
            });
        var application = builder.Build();
        application.Use(LocalOnly.Check);
        application.Run(context => Answer(context, exploration));
        try
        {
            await application.StartAsync(cancel);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw new BadInputException(
                KnownSettings.ExplorerPort,
                $"is {port}, which another program uses",
                "a free port",
                $"Leave {KnownSettings.ExplorerPort} out: a free one is found.",
                error
            );
        }
        catch (SocketException error)
        {
            await application.DisposeAsync();
            throw new BadInputException(
                KnownSettings.ExplorerPort,
                $"is {port}, which cannot be used ({error.Message})",
                "a port that this user may open",
                $"Leave {KnownSettings.ExplorerPort} out: a free one is found.",
                error
            );
        }

        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new ExplorerServer(application, new Uri(address));
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private static Task Answer(HttpContext context, Exploration exploration)
    {
        try
        {
            return context.Request.Path.Value switch
            {
                "/" => Write(
                    context,
                    PageType,
                    HtmlPage.Policy,
                    Encoding.UTF8.GetBytes(HtmlReport.Build(exploration.Report, explored: true))
                ),
                "/responses" => Write(
                    context,
                    PageType,
                    ResponsesPage.Policy,
                    Encoding.UTF8.GetBytes(ResponsesPage.Build(exploration, Find(context, exploration)))
                ),
                "/responses.json" => Write(context, JsonType, "default-src 'none'", ResponsesJson.Write(Find(context, exploration))),
                _ => Refuse(context, StatusCodes.Status404NotFound, "There is / (the report), /responses and /responses.json."),
            };
        }
        catch (BadInputException error)
        {
            return Refuse(context, StatusCodes.Status400BadRequest, error.Message);
        }
    }

    private static FoundResponses Find(HttpContext context, Exploration exploration) =>
        exploration.Find(
            ResponseQuery.Parse(
                context.Request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")))
            )
        );

    private static async Task Write(HttpContext context, string type, string policy, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.ContentSecurityPolicy = $"{policy}; frame-ancestors 'none'";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>An answer that is no page.</summary>
    internal static Task Refuse(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return Write(context, "text/plain; charset=utf-8", "default-src 'none'", Encoding.UTF8.GetBytes(why + "\n"));
    }
}
