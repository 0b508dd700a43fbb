using System.Runtime.InteropServices;

namespace Refrain.Inference;

/// <summary>The C library's heap.</summary>
internal static partial class NativeHeap
{
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD of malloc.h

    /// <summary>Gives freed memory back to the system, where the C library can.</summary>
    /// <remarks>
    /// A session packs every weight before it finds that another has packed it; the freed copies fit the next session's by a few bytes too
    /// little, so that glibc would keep the size of the weights for each session (docs/log.md). Other libraries return such blocks by
    /// themselves.
    /// </remarks>
    public static void Trim() => Ask(() => Trim(0));

    /// <summary>Has the C library give large blocks back as soon as they are freed.</summary>
    /// <remarks>glibc raises the size from which it does so to that of the largest block ever freed, up to 32 MB: the buffers of batches of
    /// many shapes then lie scattered over a heap that never shrinks.</remarks>
    public static void ReturnLargeBlocks() => Ask(() => Set(MmapThreshold, 1 << 20));

    private static void Ask(Func<int> request)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = request();
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
