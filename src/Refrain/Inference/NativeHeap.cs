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

    /// <summary>Has the C library give large blocks back as soon as they are freed.</summary>
    /// <remarks>glibc raises the size from which it does so to that of the largest block ever freed, up to 32 MB: the buffers of batches of many shapes then lie scattered over a heap that never shrinks.</remarks>
    public static void ReturnLargeBlocks()
    {
        const int MmapThreshold = -3;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = Set(MmapThreshold, 1 << 20);
            }
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint pad);
}
