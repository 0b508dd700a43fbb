using System.Diagnostics.CodeAnalysis;

namespace Refrain.Inference;

/// <summary>Keeps the results of finished work, for stages whose work finishes piece by piece in no fixed order.</summary>
internal interface IJournal
{
    /// <summary>The result of a piece that was finished before.</summary>
    /// <param name="stage">The stage, such as <c>responses</c>.</param>
    /// <param name="key">What names the piece within the stage, the same in every run of equal settings.</param>
    /// <param name="cost">Tokens times layers that it saves, for the time left.</param>
    /// <param name="payload">The result.</param>
    bool TryRecall(string stage, string key, long cost, [NotNullWhen(true)] out byte[]? payload);

    /// <summary>Commits results.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="items">Finished pieces.</param>
    /// <param name="cost">Tokens times layers that they took.</param>
    void Keep(string stage, IReadOnlyList<(string Key, byte[] Payload)> items, long cost);
}
