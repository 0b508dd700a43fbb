namespace Refrain.Ground.Net;

/// <summary>Why a chain of redirects ended.</summary>
internal enum RedirectEnd
{
    /// <summary>With an answer that is no redirect.</summary>
    Arrived,

    /// <summary>It leads nowhere, to something else than the web, or from https into the clear.</summary>
    Unsafe,

    /// <summary>It leads to another host, where the policy does not go.</summary>
    Away,

    /// <summary>It would make the request another.</summary>
    Changed,

    /// <summary>There were too many.</summary>
    TooMany,
}
