using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Inference.Sidecars;

namespace Refrain.Audits;

/// <summary>Bytes that will be written to a folder.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Bytes">How many.</param>
/// <param name="What">What they are, such as <c>prepared weights</c>.</param>
/// <param name="Free">Bytes that are free there; null where the system does not say.</param>
/// <param name="Disk">The disk: what goes to one counts together.</param>
public sealed record DiskNeed(string Folder, long Bytes, string What, long? Free, string Disk);

/// <summary>
/// What running a model takes of this machine, found before it starts: memory, and disk for prepared weights and results.
/// </summary>
public sealed record Preflight
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>Bytes of weights that are mapped: pages of a file, which the system can drop and read again.</summary>
    public required long BytesMapped { get; init; }

    /// <summary>Bytes of other memory at the largest batch, estimated from above.</summary>
    public required long BytesNeeded { get; init; }

    /// <summary>What will be written, where more than nothing.</summary>
    public required IReadOnlyList<DiskNeed> Disk { get; init; }

    /// <summary>Memory that this process may take.</summary>
    public required MachineMemory Memory { get; init; }

    /// <summary>What keeps it from running; empty where it fits.</summary>
    public IReadOnlyList<string> Problems => [.. MemoryProblems(), .. DiskProblems()];

    /// <summary>Why it will be slow, or null: mapped weights that do not fit beside the rest are read again in every batch.</summary>
    public string? Warning =>
        BytesNeeded <= Memory.Available && BytesMapped > Memory.Available - BytesNeeded
            ? $"{ByteSize.Text(BytesMapped)} of weights do not fit in the {ByteSize.Text(Memory.Available - BytesNeeded)} "
                + $"of memory that are left for them: they are read from the disk again in every batch, which is slow"
            : null;

    /// <summary>What it takes and what there is, a line for memory and one for the disk.</summary>
    public IReadOnlyList<string> Lines =>
        [
            $"memory: {ByteSize.Text(BytesMapped)} of weights mapped and at most about {ByteSize.Text(BytesNeeded)} besides; "
                + $"{ByteSize.Text(Memory.Available)} of {ByteSize.Text(Memory.Total)} "
                + $"available{(Memory.Limited ? " under the control group's limit" : "")}",
            .. Disk.Count == 0
                ? []
                : (string[])
                    [
                        "disk: "
                            + string.Join(
                                "; ",
                                Disk.Select(need =>
                                    $"{ByteSize.Text(need.Bytes)} of {need.What} "
                                    + $"in {need.Folder}{(need.Free is { } free ? $", {ByteSize.Text(free)} free" : "")}"
                                )
                            ),
                    ],
            .. Warning is { } slow ? (string[])["warning: " + slow] : [],
        ];

    /// <param name="checkpoint">The model.</param>
    /// <param name="cache">Where its prepared weights are kept.</param>
    /// <param name="needed">Bytes of memory beside the mapped weights.</param>
    /// <param name="precisions">The arithmetics that it runs in: the first for its numbers, any other for a comparison.</param>
    /// <param name="prepared">True when the weights of one are prepared already.</param>
    /// <param name="results">What else will be written.</param>
    internal static Preflight Of(
        Checkpoint checkpoint,
        string cache,
        long needed,
        IReadOnlyList<Precision> precisions,
        Func<Precision, bool> prepared,
        params (string Folder, long Bytes, string What)[] results
    )
    {
        string folder = SidecarFolder.In(cache);
        var sidecars = precisions
            .Select(precision => (Precision: precision, Parameters: Inference.Model.ParametersOf(checkpoint, precision)))
            .Select(one => (one.Precision, one.Parameters, Bytes: PreparedWeights.SizeOf(one.Parameters)))
            .ToArray();
        IEnumerable<(string Folder, long Bytes, string What)> weights = sidecars
            .Where(sidecar => !prepared(sidecar.Precision))
            .Select(sidecar =>
                (
                    folder,
                    sidecar.Bytes + SidecarFooter.MostBytes(sidecar.Bytes),
                    sidecars.Length > 1 ? $"prepared weights ({sidecar.Precision.Word()})" : "prepared weights"
                )
            );
        return new Preflight
        {
            Model = checkpoint.Name,
            BytesMapped = sidecars[0].Bytes,
            BytesNeeded = needed + PreparedWeights.PackedSizeOf(sidecars[0].Parameters),
            Disk =
            [
                .. weights
                    .Concat(results)
                    .Select(need => new DiskNeed(
                        need.Folder,
                        need.Bytes,
                        need.What,
                        DiskSpace.Free(need.Folder),
                        DiskSpace.Disk(need.Folder)
                    )),
            ],
            Memory = MachineMemory.Now(),
        };
    }

    /// <summary>Says what it takes and refuses what does not fit.</summary>
    /// <param name="say">Told the lines, or null.</param>
    /// <param name="ignore">True: problems are said and not refused.</param>
    /// <exception cref="BadInputException">It does not fit.</exception>
    internal void Begin(Action<string>? say, bool ignore)
    {
        foreach (string line in Lines)
        {
            say?.Invoke(line);
        }

        if (Problems.Count > 0 && !ignore)
        {
            throw new BadInputException(
                Model,
                "does not fit this machine: " + string.Join("; ", Problems),
                null,
                $"Free what is missing ({Hint.OldWeights}; REFRAIN_CACHE names another folder for them), "
                    + $"or give {KnownSettings.IgnorePreflight} to try all the same."
            );
        }

        foreach (string problem in Problems)
        {
            say?.Invoke($"warning: {problem}");
        }
    }

    private IEnumerable<string> MemoryProblems() =>
        BytesNeeded > Memory.Available
            ?
            [
                $"it takes about {ByteSize.Text(BytesNeeded)} of memory beside the mapped weights, "
                    + $"and {ByteSize.Text(Memory.Available)} are "
                    + $"available{(Memory.Limited ? " under the control group's limit" : "")}",
            ]
            : [];

    private IEnumerable<string> DiskProblems()
    {
        foreach (var disk in Disk.Where(need => need.Free is not null).GroupBy(need => need.Disk))
        {
            if (disk.Sum(need => need.Bytes) > disk.Min(need => need.Free!.Value))
            {
                yield return string.Join(" and ", disk.Select(need => $"{ByteSize.Text(need.Bytes)} of {need.What} in {need.Folder}"))
                    + $", where {ByteSize.Text(disk.Min(need => need.Free!.Value))} are free";
            }
        }
    }
}
