using Refrain.Audits;
using Refrain.Profiling;

namespace Refrain.Snippets;

/// <summary>A profile of an audit.</summary>
public static class Profiling1
{
    /// <summary>What the document shows.</summary>
    public static void Run(AuditRequest request)
    {
        using (Profile.Start("profile.json"))
        {
            Audit.Run(request);
        }
    }
}
