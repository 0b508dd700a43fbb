namespace Refrain.Inference.Sidecars;

/// <summary>Writes a sidecar's body in order, summing it on the way, and its footer.</summary>
internal sealed class SidecarWriter : IDisposable
{
    private readonly SidecarLayout layout;
    private readonly uint[] sums;
    private readonly FileStream file;
    private long end;

    /// <exception cref="IOException">The disk has no room for all of it: the room is taken at once, so that it cannot go later.</exception>
    public SidecarWriter(string path, SidecarLayout layout)
    {
        this.layout = layout;
        sums = new uint[checked((int)((layout.Bytes + SidecarFooter.Chunk - 1) / SidecarFooter.Chunk))];
        file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None, // as long as it is open its lock says that its writer lives
                BufferSize = 0,
                PreallocationSize = layout.Bytes,
            }
        );
    }

    /// <summary>Bytes of the body that are written.</summary>
    public long Position { get; private set; }

    /// <summary>Writes one part: <paramref name="fill"/> appends exactly its bytes.</summary>
    public void Write(SidecarPart part, Action<SidecarPart, SidecarWriter> fill)
    {
        Pad(part.Offset);
        end = part.Offset + part.Length;
        fill(part, this);
        if (Position != end)
        {
            throw new InvalidOperationException($"{part.Name} was given {Position - part.Offset} bytes of {part.Length}.");
        }
    }

    /// <summary>Appends to the part that is being written.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > end - Position)
        {
            throw new InvalidOperationException("A part was given more bytes than it has.");
        }

        file.Write(bytes);
        while (!bytes.IsEmpty)
        {
            int chunk = (int)(Position / SidecarFooter.Chunk);
            int count = (int)Math.Min(bytes.Length, SidecarFooter.Chunk - Position % SidecarFooter.Chunk);
            sums[chunk] = Checksum.Append(sums[chunk], bytes[..count]);
            Position += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>Writes the footer and brings all to the disk.</summary>
    public void Finish(SidecarSubject subject, DateTime written)
    {
        Pad(layout.Bytes);
        file.Write(
            new SidecarFooter
            {
                Kind = layout.Kind,
                Layout = layout.Hash,
                Bytes = layout.Bytes,
                Model = subject.Model,
                Path = subject.Path,
                Written = written,
                Chunks = sums,
            }.Serialise()
        );
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => file.Dispose();

    private void Pad(long offset)
    {
        Span<byte> zeros = stackalloc byte[64];
        zeros.Clear();
        end = offset;
        Append(zeros[..checked((int)(offset - Position))]);
    }
}
