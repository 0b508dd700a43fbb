using System.Text.Json.Serialization;
using Refrain.Audits;

namespace Refrain.Cli.Json;

/// <summary>What running a model takes of this machine.</summary>
internal sealed record PreflightJson
{
    public required long BytesMapped { get; init; }

    public required long BytesNeeded { get; init; }

    public required long MemoryAvailable { get; init; }

    public required long MemoryTotal { get; init; }

    public required bool MemoryLimited { get; init; }

    public required IReadOnlyList<DiskNeedJson> Disk { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public string? Warning { get; init; }

    public static PreflightJson Of(Preflight preflight) =>
        new()
        {
            BytesMapped = preflight.BytesMapped,
            BytesNeeded = preflight.BytesNeeded,
            MemoryAvailable = preflight.Memory.Available,
            MemoryTotal = preflight.Memory.Total,
            MemoryLimited = preflight.Memory.Limited,
            Disk = [.. preflight.Disk.Select(need => new DiskNeedJson(need.Folder, need.What, need.Bytes) { BytesFree = need.Free })],
            Problems = preflight.Problems,
            Warning = preflight.Warning,
        };
}

/// <summary>Bytes that will be written to a folder.</summary>
internal sealed record DiskNeedJson(string Folder, string What, long Bytes)
{
    /// <summary>Absent where the system does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BytesFree { get; init; }
}
