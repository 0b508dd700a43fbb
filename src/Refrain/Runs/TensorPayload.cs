using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Refrain.Runs;

/// <summary>A tensor of float32 or float64 from a run.</summary>
/// <param name="Shape">The lengths of its axes; empty for a scalar.</param>
/// <param name="Values">Row-major.</param>
internal sealed record StoredTensor<T>(IReadOnlyList<int> Shape, T[] Values)
    where T : unmanaged;

/// <summary>
/// A tensor as bytes: <c>RFT1</c>, bytes per value (4 or 8), rank, the axes' lengths as int32, the values; all little-endian.
/// </summary>
internal static class TensorPayload
{
    private const int FixedHeader = 6;

    private static ReadOnlySpan<byte> Magic => "RFT1"u8;

    public static byte[] Encode<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        if (Elements(shape) != values.Length || shape.Length > byte.MaxValue)
        {
            throw new ArgumentException(
                $"The shape [{string.Join(", ", shape.ToArray())}] does not hold {values.Length} values.",
                nameof(shape)
            );
        }

        var bytes = MemoryMarshal.AsBytes(values);
        int header = FixedHeader + (shape.Length * sizeof(int));
        byte[] payload = new byte[header + bytes.Length];
        Magic.CopyTo(payload);
        payload[4] = ValueBytes<T>();
        payload[5] = (byte)shape.Length;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(FixedHeader + (axis * sizeof(int))), shape[axis]);
        }

        bytes.CopyTo(payload.AsSpan(header));
        return payload;
    }

    public static StoredTensor<T> Decode<T>(ReadOnlySpan<byte> payload, string place)
        where T : unmanaged
    {
        int valueBytes = ValueBytes<T>();
        int header = payload.Length < FixedHeader ? int.MaxValue : FixedHeader + (payload[5] * sizeof(int));
        if (payload.Length < header || !payload.StartsWith(Magic) || payload[4] != valueBytes)
        {
            throw new BadInputException(place, "is not the tensor it should be", $"a tensor of {valueBytes}-byte values");
        }

        int[] shape = new int[payload[5]];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = BinaryPrimitives.ReadInt32LittleEndian(payload[(FixedHeader + (axis * sizeof(int)))..]);
        }

        var bytes = payload[header..];
        if (bytes.Length % valueBytes != 0 || Elements(shape) != bytes.Length / valueBytes)
        {
            throw new BadInputException(place, $"has {bytes.Length} bytes of values", $"those of shape [{string.Join(", ", shape)}]");
        }

        var values = new T[bytes.Length / valueBytes];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return new StoredTensor<T>(shape, values);
    }

    // -1 for a shape that no array has, so that it equals no length.
    private static long Elements(ReadOnlySpan<int> shape)
    {
        long elements = 1;
        foreach (int length in shape)
        {
            elements = length < 0 || elements < 0 ? -1 : elements * length;
            if (elements > int.MaxValue)
            {
                return -1;
            }
        }

        return elements;
    }

    private static byte ValueBytes<T>() =>
        typeof(T) == typeof(float) ? (byte)sizeof(float)
        : typeof(T) == typeof(double) ? (byte)sizeof(double)
        : throw new ArgumentException($"Tensors hold float or double, not {typeof(T).Name}.", nameof(T));
}
