using System.Runtime.CompilerServices;

namespace Refrain.Tests;

/// <summary>Keeps what tests prepare out of the user's cache.</summary>
internal static class TestCache
{
    [ModuleInitializer]
    internal static void Use()
    {
        if (Environment.GetEnvironmentVariable("REFRAIN_CACHE") is null)
        {
            Environment.SetEnvironmentVariable("REFRAIN_CACHE", Path.Combine(Path.GetTempPath(), "refrain-tests-cache"));
        }
    }
}
