namespace Refrain.Ground.Net;

/// <summary>Where redirects are followed to.</summary>
/// <param name="Most">How many in a row.</param>
/// <param name="Away">Whether to other hosts, which get no key.</param>
/// <param name="AsItIs">Whether only those that repeat the request as it is, 307 and 308; the others would make it another.</param>
internal sealed record RedirectPolicy(int Most, bool Away, bool AsItIs);
