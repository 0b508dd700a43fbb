namespace Refrain.Runs;

/// <summary>What a run is: everything that determines its results, and what is only worth knowing.</summary>
/// <param name="RefrainVersion">The program's version that began the run; informative, as is every later one, which run.db keeps.</param>
/// <param name="Determines">
/// Ordered, one short value per name: hashes of weights, tokenizer, template and suite, every setting, the version of each stage's
/// algorithm. A run is resumed only when all are the same.
/// </param>
/// <param name="Information">Start time, machine and the like; never compared.</param>
public sealed record RunManifest(
    string RefrainVersion,
    IReadOnlyDictionary<string, string> Determines,
    IReadOnlyDictionary<string, string> Information
)
{
    /// <summary>The version of the run folder's format that this program writes, and the only one that it continues.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>
    /// The first version whose finished runs are still read: what others read of a run, its report, exports and responses, did not change
    /// since.
    /// </summary>
    internal const int OldestReadVersion = 1;

    /// <summary>The version of the run folder's format.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Twelve hexadecimal digits of the hash of <see cref="Determines"/>, whatever its order.</summary>
    public string Key =>
        ItemKey.Of([
            .. Determines.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => (string[])[entry.Key, entry.Value]),
        ])[..12];

    /// <summary>
    /// Where another manifest differs in what determines a run: its names in its order, then those that only this one has.
    /// </summary>
    internal IReadOnlyList<ManifestDifference> DifferencesFrom(RunManifest earlier)
    {
        var names = earlier.Determines.Keys.Concat(Determines.Keys.Where(name => !earlier.Determines.ContainsKey(name)));
        return
        [
            .. names
                .Select(name => new ManifestDifference(
                    name,
                    earlier.Determines.GetValueOrDefault(name),
                    Determines.GetValueOrDefault(name)
                ))
                .Where(difference => !string.Equals(difference.Was, difference.Is, StringComparison.Ordinal)),
        ];
    }
}

/// <summary>One name whose value differs between two manifests; null where a manifest lacks the name.</summary>
internal readonly record struct ManifestDifference(string Name, string? Was, string? Is)
{
    /// <summary>For example <c>settings.seed was 1, is 2</c>, safe to print.</summary>
    public override string ToString() => $"{BadInputException.Show(Name)} was {Shown(Was)}, is {Shown(Is)}";

    private static string Shown(string? value) =>
        value switch
        {
            null => "absent",
            "" => "empty",
            _ => BadInputException.Show(value),
        };
}
