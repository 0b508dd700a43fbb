using System.IO.MemoryMappedFiles;
using Refrain.Checkpoints.Dequantisation;

namespace Refrain.Checkpoints;

/// <summary>
/// Some rows of a tensor, mapped by themselves until this is disposed: their pages then no longer count as this process's memory.
/// </summary>
/// <remarks>Safe to read from several threads.</remarks>
internal sealed unsafe class TensorRows : IDisposable
{
    private readonly TensorEntry tensor;
    private readonly MemoryMappedViewAccessor view;
    private readonly Func<long, long> stored;
    private readonly long first;
    private readonly long columns;
    private readonly byte* start;
    private bool disposed;

    /// <param name="file">The tensor's file.</param>
    /// <param name="tensor">A tensor of readable type.</param>
    /// <param name="columns">Width of its rows; a multiple of its blocks' elements.</param>
    /// <param name="first">First stored row to map.</param>
    /// <param name="rows">Stored rows to map, at least 1.</param>
    /// <param name="stored">Where a row is stored.</param>
    public TensorRows(MappedFile file, TensorEntry tensor, long columns, long first, long rows, Func<long, long> stored)
    {
        if (columns % tensor.Type.BlockElements() != 0)
        {
            throw new BadInputException(
                $"{tensor.File}: {BadInputException.Show(tensor.Name)}",
                $"is a reordered vector stored as {tensor.Type}",
                "F32, F16 or BF16 for a bias",
                "Convert the model again."
            );
        }

        this.tensor = tensor;
        this.columns = columns;
        this.first = first;
        this.stored = stored;
        long length = columns / tensor.Type.BlockElements() * tensor.Type.BlockBytes();
        view = file.View(tensor.Offset + first * length, rows * length);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
        Bytes = rows * length;
    }

    private long Bytes { get; }

    /// <summary>Reads a rectangle as float32, row after row.</summary>
    /// <param name="row">First row, among those that were opened.</param>
    /// <param name="rows">How many.</param>
    /// <param name="column">First column, at a block's beginning.</param>
    /// <param name="count">Columns, whole blocks.</param>
    /// <param name="destination">At least rows × count.</param>
    public void Read(long row, int rows, long column, int count, Span<float> destination)
    {
        int elements = tensor.Type.BlockElements(),
            size = tensor.Type.BlockBytes();
        int length = count / elements * size;
        for (int i = 0; i < rows; i++)
        {
            long offset = ((stored(row + i) - first) * columns + column) / elements * size;
            if (offset < 0 || offset + length > Bytes)
            {
                throw new ArgumentOutOfRangeException(nameof(row), $"{tensor.Name}: row {row + i} is not among those opened.");
            }

            Dequantise.Blocks(tensor.Type, new ReadOnlySpan<byte>(start + offset, length), destination.Slice(i * count, count));
        }
    }

    /// <summary>The stored bytes of a row among those that were opened.</summary>
    public ReadOnlySpan<byte> Stored(long row)
    {
        int elements = tensor.Type.BlockElements();
        int length = checked((int)(columns / elements * tensor.Type.BlockBytes()));
        long offset = (stored(row) - first) * length;
        return offset >= 0 && offset + length <= Bytes
            ? new ReadOnlySpan<byte>(start + offset, length)
            : throw new ArgumentOutOfRangeException(nameof(row), $"{tensor.Name}: row {row} is not among those opened.");
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        }
    }
}
