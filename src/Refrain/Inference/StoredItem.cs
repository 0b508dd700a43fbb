namespace Refrain.Inference;

/// <summary>A finished item as a run keeps it, which the layout of its kind reads.</summary>
/// <param name="Stage">The stage that it is a result of.</param>
/// <param name="Key">What names it within the stage.</param>
/// <param name="Payload">Its bytes; nobody changes them.</param>
internal readonly record struct StoredItem(string Stage, string Key, byte[] Payload)
{
    /// <summary>The database that holds it.</summary>
    public string File { get; init; } = "run.db";

    /// <summary>Where it stands, in the words of an error.</summary>
    public string Place => $"{File}: item {BadInputException.Show(Key)} of stage {Stage}";

    /// <summary>The error of an item that is not what its layout says.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="expected">What its layout says.</param>
    /// <param name="inner">What found it, if that was an exception.</param>
    public BadInputException Damaged(string problem, string expected, Exception? inner = null) =>
        new(
            Place,
            $"is damaged ({BadInputException.Show(problem)})",
            expected,
            "Restore run.db from a copy, or run the audit again in another folder.",
            inner
        );
}
