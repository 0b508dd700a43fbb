using System.Runtime.InteropServices;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Quantisation;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>A checkpoint's weight as numbers or scales of blocks, some rows at a time.</summary>
/// <remarks>Numbers and scales are parameters of their own, so a weight is read twice: once is not worth a buffer of the size of its
/// scales.</remarks>
internal static class QuantisedStream
{
    /// <summary>Elements that are decoded at a time: 32 MB as float32.</summary>
    private const int Buffer = 8 << 20;

    /// <summary>Appends the parameter's bytes in order.</summary>
    /// <param name="checkpoint">It has the parameter's source, in its source shape.</param>
    /// <param name="parameter">Numbers or scales.</param>
    /// <param name="append">Takes bytes.</param>
    /// <param name="buffer">Elements decoded at a time; tests make it small.</param>
    public static void Write(Checkpoint checkpoint, Parameter parameter, Action<ReadOnlySpan<byte>> append, int buffer = Buffer)
    {
        var format = parameter.Format!;
        bool numbers = parameter.Layout == Layout.Numbers;
        long rows = parameter.SourceShape[0];
        int columns = checked((int)parameter.SourceShape[1]),
            blocks = columns / format.Size;
        int length = numbers ? blocks * format.BlockBytes : blocks * sizeof(float);
        var type = checkpoint.Tensors[parameter.Source].Type;
        int most = (int)Math.Clamp(buffer / columns, 1, rows);
        var bytes = new byte[checked(most * length)];
        for (long first = 0; first < rows; first += most)
        {
            int count = (int)Math.Min(most, rows - first);
            using (var tensor = checkpoint.OpenRows(parameter.Source, first, count))
            {
                long start = first;
                Parallel.For(
                    0,
                    count,
                    () => (new float[columns], new float[blocks]),
                    (i, _, scratch) =>
                    {
                        (float[] values, float[] scales) = scratch;
                        tensor.Read(start + i, 1, 0, columns, values);
                        if (BlockFormat.Keeps(type))
                        {
                            SymmetricBlocks.StoredScales(type, tensor.Stored(start + i), scales);
                        }
                        else
                        {
                            SymmetricBlocks.NewScales(values, scales, format.Size);
                        }

                        var target = bytes.AsSpan(i * length, length);
                        if (numbers)
                        {
                            SymmetricBlocks.Numbers(values, scales, format, target);
                        }
                        else
                        {
                            MemoryMarshal.AsBytes(scales.AsSpan()).CopyTo(target);
                        }

                        return scratch;
                    },
                    _ => { }
                );
            }

            append(bytes.AsSpan(0, count * length));
        }
    }
}
