namespace Refrain.Ground.Net;

/// <summary>Follows redirects by one rule, so that a key goes to the first host alone and nothing safe goes on in the clear.</summary>
internal static class Redirects
{
    /// <summary>Asks an address and follows where it leads, as far as the policy goes.</summary>
    /// <param name="first">The address, whose host alone may have the key.</param>
    /// <param name="policy">How far to follow.</param>
    /// <param name="send">
    /// Asks an address; true: it may be told the key. Once away the key never comes back, even where a redirect leads home.
    /// </param>
    public static async Task<Redirected> FollowAsync(Uri first, RedirectPolicy policy, Func<Uri, bool, Task<HttpResponseMessage>> send)
    {
        var at = first;
        bool own = true,
            moved = false;
        for (int followed = 0; ; followed++)
        {
            var answer = await send(at, own).ConfigureAwait(false);
            var to = Is(answer) ? Target(at, answer) : null;
            bool home = to is not null && SameOrigin(first, to);
            if (End(answer, at, to, home, followed, policy) is { } end)
            {
                return new Redirected(answer, at, to, end, own, moved);
            }

            answer.RequestMessage?.Dispose();
            answer.Dispose();
            moved |= own && home;
            own &= home;
            at = to!;
        }
    }

    /// <summary>Whether an answer leads on.</summary>
    public static bool Is(HttpResponseMessage answer) => (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308;

    private static RedirectEnd? End(HttpResponseMessage answer, Uri at, Uri? to, bool home, int followed, RedirectPolicy policy) =>
        !Is(answer) ? RedirectEnd.Arrived
        : to is not { Scheme: "https" } && !(to is { Scheme: "http" } && at.Scheme == "http") ? RedirectEnd.Unsafe
        : !home && !policy.Away ? RedirectEnd.Away
        : policy.AsItIs && (int)answer.StatusCode is not (307 or 308) ? RedirectEnd.Changed
        : followed == policy.Most ? RedirectEnd.TooMany
        : null;

    private static Uri? Target(Uri at, HttpResponseMessage answer) =>
        answer.Headers.Location is not { } location ? null
        : location.IsAbsoluteUri ? location
        : new Uri(at, location);

    private static bool SameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
