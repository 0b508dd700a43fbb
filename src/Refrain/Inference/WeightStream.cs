using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>
/// A checkpoint's tensor as float32 in a graph's layout, piece by piece from the file: memory is bounded however large the tensor is.
/// </summary>
internal static class WeightStream
{
    /// <summary>Elements of the buffer that a tensor passes through: 32 MB.</summary>
    private const int Buffer = 8 << 20;

    // Elements that one thread decodes at a time before it turns them; both stay in the second cache.
    private const int Piece = 1 << 16;

    /// <summary>Appends the parameter's values in order.</summary>
    /// <param name="checkpoint">It has the parameter's source, in its source shape.</param>
    /// <param name="parameter">What to write.</param>
    /// <param name="append">Takes float32 values as bytes.</param>
    /// <param name="buffer">Elements of the buffer; tests make it small.</param>
    public static void Write(Checkpoint checkpoint, Parameter parameter, Action<ReadOnlySpan<byte>> append, int buffer = Buffer)
    {
        if (parameter.Layout == Layout.Transposed)
        {
            Transpose(checkpoint, parameter.Source, checked((int)parameter.Shape[1]), checked((int)parameter.Shape[0]), append, buffer);
            return;
        }

        bool addOne = parameter.Layout == Layout.OnePlus && !checkpoint.NormsIncludeOne;
        (long rows, long columns) = checkpoint.Matrix(parameter.Source);
        if (rows == 0 || columns == 0)
        {
            return;
        }

        int most = (int)Math.Clamp(buffer / columns, 1, rows);
        var values = new float[checked(most * columns)];
        for (long row = 0; row < rows; row += most)
        {
            var piece = values.AsSpan(0, (int)(Math.Min(most, rows - row) * columns));
            using (var tensor = checkpoint.OpenRows(parameter.Source, row, Math.Min(most, rows - row)))
            {
                Decode(tensor, values, row, (int)Math.Min(most, rows - row), (int)columns);
            }

            if (addOne)
            {
                TensorPrimitives.Add(piece, 1f, piece);
            }

            append(MemoryMarshal.AsBytes(piece));
        }
    }

    private static void Decode(TensorRows tensor, float[] values, long first, int rows, int columns)
    {
        int step = Math.Max(1, Piece / columns);
        Parallel.For(0, (rows + step - 1) / step, i =>
        {
            int row = i * step,
                count = Math.Min(step, rows - row);
            tensor.Read(first + row, count, 0, columns, values.AsSpan(row * columns, count * columns));
        });
    }

    // [rows, columns] to [columns, rows]: some columns at a time, of which the target's rows are whole, so that the file is written in
    // order.
    private static void Transpose(
        Checkpoint checkpoint,
        string source,
        int rows,
        int columns,
        Action<ReadOnlySpan<byte>> append,
        int buffer
    )
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        int block = checkpoint.Tensors[source].Type.BlockElements();
        int width = Math.Clamp(buffer / rows, 1, columns);
        width = width > block ? width / block * block : width; // blocks are decoded whole: else those at an edge would be decoded twice
        var target = new float[checked(width * rows)];
        for (int column = 0; column < columns; column += width)
        {
            int count = Math.Min(width, columns - column);
            int from = column / block * block,
                to = Math.Min(columns, (column + count + block - 1) / block * block);
            int step = Math.Clamp(Piece / (to - from), 1, rows);
            using (var tensor = checkpoint.OpenRows(source, 0, rows))
            {
                Parallel.For(
                    0,
                    (rows + step - 1) / step,
                    () => new float[step * (to - from)],
                    (i, _, piece) =>
                    {
                        int row = i * step,
                            length = Math.Min(step, rows - row);
                        tensor.Read(row, length, from, to - from, piece);
                        Turn(piece, length, to - from, column - from, count, target, row, rows);
                        return piece;
                    },
                    _ => { }
                );
            }

            append(MemoryMarshal.AsBytes(target.AsSpan(0, count * rows)));
        }
    }

    // piece [length, stride], of which `count` columns from `skip` on, to columns row … row + length of target [count, rows].
    private static void Turn(float[] piece, int length, int stride, int skip, int count, float[] target, int row, int rows)
    {
        const int Tile = 32; // both sides of a tile stay in the first cache
        for (int column = 0; column < count; column += Tile)
        {
            for (int first = 0; first < length; first += Tile)
            {
                for (int c = column; c < Math.Min(count, column + Tile); c++)
                {
                    for (int r = first; r < Math.Min(length, first + Tile); r++)
                    {
                        target[c * rows + row + r] = piece[r * stride + skip + c];
                    }
                }
            }
        }
    }
}
