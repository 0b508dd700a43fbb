using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Checkpoints;

/// <summary>The hash of all that determines a model's numbers.</summary>
internal static class WeightsHash
{
    // Increased when the text below changes.
    private const string Scheme = "refrain-weights-1";
    private const int Piece = 1 << 20;

    /// <summary>
    /// SHA-256 of the scheme, the format, the configuration, and per tensor (in ordinal order) name, type, shape and the SHA-256 of its
    /// bytes.
    /// </summary>
    public static string Compute(Checkpoint checkpoint)
    {
        using var span = Spans.Start("hash weights");
        TensorEntry[] tensors = [.. checkpoint.Tensors.Values.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        var hashes = new string[tensors.Length];
        Parallel.For(0, tensors.Length, i => hashes[i] = Bytes(tensors[i]));
        var text = new StringBuilder()
            .Append(Scheme)
            .Append('\n')
            .Append(checkpoint.Format)
            .Append('\n')
            .Append(ConfigText.Of(checkpoint.Config))
            .Append('\n');
        for (int i = 0; i < tensors.Length; i++)
        {
            // Names come from the file: their length keeps two different lists from giving one text.
            text.Append(
                CultureInfo.InvariantCulture,
                $"{tensors[i].Name.Length} {tensors[i].Name} {tensors[i].Type} {tensors[i].ShapeText} {hashes[i]}\n"
            );
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    // Read and not mapped: the pages of a mapping would count as this process's memory for as long as the checkpoint is open.
    private static string Bytes(TensorEntry tensor)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(tensor.File);
        var piece = new byte[Math.Min(Piece, tensor.Length)];
        for (long position = 0; position < tensor.Length; )
        {
            int read = RandomAccess.Read(
                file,
                piece.AsSpan(0, (int)Math.Min(piece.Length, tensor.Length - position)),
                tensor.Offset + position
            );
            if (read == 0)
            {
                throw new BadInputException(
                    tensor.File,
                    "became shorter while it was read",
                    "a file that nobody changes",
                    "Download it again."
                );
            }

            hash.AppendData(piece.AsSpan(0, read));
            position += read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
