namespace Refrain.Judging.Remote;

/// <summary>The address of an endpoint, checked before anything is sent to it.</summary>
internal static class JudgeEndpoint
{
    private const string Chat = "/chat/completions",
        Completions = "/completions";

    /// <summary>The address to ask: the endpoint's path (<c>/v1</c> where it has none) and the interface's.</summary>
    /// <exception cref="BadInputException">It is no address, not safe, or holds what may be a key.</exception>
    public static Uri Address(string endpoint, JudgeApi api)
    {
        if (!Uri.TryCreate(endpoint.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
        {
            throw Bad($"is {BadInputException.Show(endpoint)}", "an address such as https://host/v1 or http://127.0.0.1:8000/v1");
        }

        if (uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length > 0)
        {
            throw Bad(
                "holds a user, a query or a fragment",
                "a plain address: keys in addresses end in logs",
                "Put the key into an environment variable."
            );
        }

        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            throw Bad(
                $"is http to {BadInputException.Show(uri.Host)}",
                "https: prompts, responses and the key would cross the network in the clear",
                "Use https, or a tunnel to a port of this machine."
            );
        }

        string path = uri.AbsolutePath.TrimEnd('/');
        path =
            path.EndsWith(Chat, StringComparison.Ordinal) ? path[..^Chat.Length]
            : path.EndsWith(Completions, StringComparison.Ordinal) ? path[..^Completions.Length]
            : path;
        path = path.Length == 0 ? "/v1" : path;
        return new Uri(uri.GetLeftPart(UriPartial.Authority) + path + (api == JudgeApi.Chat ? Chat : Completions));
    }

    private static BadInputException Bad(string problem, string expected, string? fix = null) =>
        new(KnownSettings.JudgeEndpoint, problem, expected, fix);
}
