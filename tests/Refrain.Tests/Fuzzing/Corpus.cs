namespace Refrain.Tests.Fuzzing;

/// <summary>The seed files of one parser: everything in its folder under <c>Corpus</c>; a new file there is picked up by itself.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string parser)
    {
        string folder = Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Fuzzing", "Corpus", parser);
        return
        [
            .. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path))),
        ];
    }
}
