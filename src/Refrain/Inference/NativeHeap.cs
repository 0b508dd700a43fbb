using System.Runtime.InteropServices;

namespace Refrain.Inference;

/// <summary>The C library's heap.</summary>
internal static partial class NativeHeap
{
    /// <summary>Gives freed memory back to the system, where the C library can.</summary>
    /// <remarks>
    /// A session packs every weight before it finds that another has packed it; the freed copies fit the next session's by a few bytes too
    /// little, so that glibc would keep the size of the weights for each session (docs/log.md). Other libraries return such blocks by themselves.
    /// </remarks>
    public static void Trim()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = Trim(0);
            }
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint pad);
}
