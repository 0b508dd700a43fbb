namespace Refrain.Ground.Net;

/// <summary>The last answer of a chain of redirects.</summary>
/// <param name="Message">The answer; a redirect itself unless it arrived.</param>
/// <param name="At">The address that gave it.</param>
/// <param name="To">Where a redirect that was not followed leads, or null.</param>
/// <param name="End">Why the chain ended here.</param>
/// <param name="Own">False: another host was asked on the way.</param>
/// <param name="Moved">True: the first host led on to itself.</param>
internal sealed record Redirected(HttpResponseMessage Message, Uri At, Uri? To, RedirectEnd End, bool Own, bool Moved);
