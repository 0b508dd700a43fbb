namespace Refrain.Inference;

/// <summary>Large arrays that one batch after the other uses; not for several threads.</summary>
/// <remarks>The shared pool of the runtime rounds sizes up to powers of two and gives nothing back for minutes: between stages, whose
/// batches differ, that kept hundreds of megabytes.</remarks>
internal sealed class Buffers
{
    // Smaller ones cost the collector nothing.
    private const int Least = 1 << 12;

    private readonly List<Array> free = [];

    /// <summary>An array of at least <paramref name="count"/> elements, with anything in it.</summary>
    public T[] Rent<T>(int count)
        where T : unmanaged
    {
        var best = free.OfType<T[]>().Where(array => array.Length >= count && array.Length / 2 <= count).MinBy(array => array.Length);
        if (best is null)
        {
            return count < Least ? new T[count] : GC.AllocateUninitializedArray<T>(count);
        }

        free.Remove(best);
        return best;
    }

    /// <summary>Gives an array back.</summary>
    public void Return(Array array)
    {
        if (array.Length >= Least)
        {
            free.Add(array);
        }
    }

    /// <summary>Drops all arrays that are not in use, and gives their memory back to the system.</summary>
    public void Release()
    {
        free.Clear();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeHeap.Trim();
    }
}
