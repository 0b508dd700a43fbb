namespace Refrain.Checkpoints.Dequantisation;

/// <summary>Turns stored blocks into float32, in parallel where a tensor is large.</summary>
internal static class Dequantise
{
    // Below this many elements a second thread costs more than it saves; a multiple of every block size.
    private const int Chunk = 1 << 18;

    /// <summary>Decodes a whole tensor in its stored order.</summary>
    public static unsafe void All(TensorEntry tensor, in MappedBytes bytes, Span<float> destination)
    {
        int elements = Checked(tensor, destination);
        if (elements <= Chunk)
        {
            Blocks(tensor.Type, bytes.Slice(0, (int)tensor.Length), destination[..elements]);
            return;
        }

        StorageType type = tensor.Type;
        nint source = bytes.Address;
        fixed (float* pinned = destination)
        {
            nint target = (nint)pinned;
            Parallel.For(0, (elements + Chunk - 1) / Chunk, chunk =>
            {
                int first = chunk * Chunk;
                int count = Math.Min(Chunk, elements - first);
                Blocks(type, Source(type, source, first, count), new Span<float>((float*)target + first, count));
            });
        }
    }

    /// <summary>Decodes a matrix or vector whose stored row <c>r</c> belongs at row <paramref name="target"/><c>(r)</c>.</summary>
    public static unsafe void Rows(TensorEntry tensor, in MappedBytes bytes, Span<float> destination, Func<int, int> target)
    {
        int elements = Checked(tensor, destination);
        int rows = (int)tensor.Shape[0];
        int width = elements / rows;
        StorageType type = tensor.Type;
        nint source = bytes.Address;
        fixed (float* pinned = destination)
        {
            nint start = (nint)pinned;
            void Row(int row) =>
                Blocks(
                    type,
                    Source(type, source, (long)row * width, width),
                    new Span<float>((float*)start + ((long)target(row) * width), width)
                );
            if (elements <= Chunk)
            {
                for (int row = 0; row < rows; row++)
                {
                    Row(row);
                }
            }
            else
            {
                Parallel.For(0, rows, Row);
            }
        }
    }

    /// <summary>Decodes whole blocks: <paramref name="source"/> holds exactly those of <paramref name="destination"/>.</summary>
    public static void Blocks(StorageType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case StorageType.F32:
                FloatValues.F32(source, destination);
                break;
            case StorageType.F16:
                FloatValues.F16(source, destination);
                break;
            case StorageType.BF16:
                FloatValues.BF16(source, destination);
                break;
            case StorageType.Q8_0:
                Blocks32.Q8_0(source, destination);
                break;
            case StorageType.Q4_0:
                Blocks32.Q4_0(source, destination);
                break;
            case StorageType.Q4_1:
                Blocks32.Q4_1(source, destination);
                break;
            case StorageType.Q5_0:
                Blocks32.Q5_0(source, destination);
                break;
            case StorageType.Q5_1:
                Blocks32.Q5_1(source, destination);
                break;
            case StorageType.Q2_K:
                Blocks256.Q2_K(source, destination);
                break;
            case StorageType.Q3_K:
                Blocks256.Q3_K(source, destination);
                break;
            case StorageType.Q4_K:
                Blocks256.Q4_K(source, destination);
                break;
            case StorageType.Q5_K:
                Blocks256.Q5_K(source, destination);
                break;
            case StorageType.Q6_K:
                Blocks256.Q6_K(source, destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    /// <exception cref="BadInputException">The tensor is stored as integers.</exception>
    public static void CheckReadable(TensorEntry tensor)
    {
        if (!tensor.Type.IsReadable())
        {
            throw new BadInputException(
                $"{tensor.File}: {BadInputException.Show(tensor.Name)}",
                $"is stored as {tensor.Type}, which cannot be read as numbers of a model",
                StorageLayout.Readable
            );
        }
    }

    private static unsafe ReadOnlySpan<byte> Source(StorageType type, nint source, long first, int count) =>
        new(
            (byte*)source + (first / type.BlockElements() * type.BlockBytes()),
            (int)((long)count / type.BlockElements() * type.BlockBytes())
        );

    private static int Checked(TensorEntry tensor, Span<float> destination)
    {
        CheckReadable(tensor);
        return tensor.ElementCount <= destination.Length
            ? (int)tensor.ElementCount
            : throw new ArgumentException(
                $"{tensor.Name} has {tensor.ElementCount} elements; the destination has room for {destination.Length}."
            );
    }
}
