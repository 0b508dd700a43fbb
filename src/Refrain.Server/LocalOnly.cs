using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Refrain.Server;

/// <summary>Lets only this machine's own pages ask: a page from elsewhere must not read a run through its reader's browser.</summary>
/// <remarks>The port is open on 127.0.0.1 only. What comes through a browser is told apart by what the browser says of it: the name that
/// was
/// asked for (a foreign name that resolves to 127.0.0.1 is DNS rebinding), the page that asks (Origin), and how that page relates to this
/// one.</remarks>
internal static class LocalOnly
{
    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        string[] names = Names(context.Connection.LocalPort);
        if (!names.Contains(request.Host.Value, StringComparer.OrdinalIgnoreCase))
        {
            return ExplorerServer.Refuse(context, StatusCodes.Status421MisdirectedRequest, $"This server answers as {names[0]} only.");
        }

        if (
            request.Headers.Origin.Any(origin =>
                !names.Any(name => string.Equals(origin, $"http://{name}", StringComparison.OrdinalIgnoreCase))
            )
        )
        {
            return ExplorerServer.Refuse(context, StatusCodes.Status403Forbidden, "Pages from elsewhere may not ask this server.");
        }

        // "none": typed, or opened by a program; every browser of today says it.
        if (request.Headers["Sec-Fetch-Site"].Any(site => site is not ("none" or "same-origin")))
        {
            return ExplorerServer.Refuse(
                context,
                StatusCodes.Status403Forbidden,
                "Pages from elsewhere may not ask this server. To follow a link here, copy its address into the browser."
            );
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            headers.Allow = "GET, HEAD";
            return ExplorerServer.Refuse(context, StatusCodes.Status405MethodNotAllowed, "This server only shows: GET and HEAD.");
        }

        return next(context);
    }

    private static string[] Names(int port)
    {
        string suffix = port == 80 ? "" : port.ToString(CultureInfo.InvariantCulture).Insert(0, ":");
        return [$"127.0.0.1{suffix}", $"localhost{suffix}"];
    }
}
