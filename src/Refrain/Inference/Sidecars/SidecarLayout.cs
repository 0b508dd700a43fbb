using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Inference.Sidecars;

/// <summary>One named range of a sidecar's body.</summary>
/// <param name="Name">Unique in its sidecar.</param>
/// <param name="Offset">First byte, a multiple of 64.</param>
/// <param name="Length">Bytes.</param>
internal sealed record SidecarPart(string Name, long Offset, long Length);

/// <summary>What a sidecar holds and where: the parts one after the other, each at a multiple of 64 bytes.</summary>
internal sealed class SidecarLayout
{
    private const long Alignment = 64;
    private readonly Dictionary<string, SidecarPart> byName = [];

    /// <param name="kind">What the bytes mean, which is the file's ending too: <c>f32</c>. Another meaning needs another kind.</param>
    /// <param name="parts">Names and bytes, in the order in which they are written.</param>
    public SidecarLayout(string kind, IEnumerable<(string Name, long Length)> parts)
    {
        Kind = kind;
        var placed = new List<SidecarPart>();
        var text = new StringBuilder(kind);
        foreach ((string name, long length) in parts)
        {
            var part = new SidecarPart(name, Bytes, length);
            placed.Add(part);
            byName.Add(name, part);
            text.Append(CultureInfo.InvariantCulture, $"\n{name.Length} {name} {part.Offset} {length}");
            Bytes = checked((Bytes + length + Alignment - 1) / Alignment * Alignment);
        }

        Parts = placed;
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>What the bytes mean; the file's ending.</summary>
    public string Kind { get; }

    /// <summary>The parts in the order in which they are written.</summary>
    public IReadOnlyList<SidecarPart> Parts { get; }

    /// <summary>Bytes of the body, the parts with what aligns them.</summary>
    public long Bytes { get; }

    /// <summary>SHA-256 (lower-case hex) of kind, names and places.</summary>
    public string Hash { get; }

    public SidecarPart this[string name] => byName[name];
}
