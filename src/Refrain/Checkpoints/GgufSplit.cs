using System.Globalization;
using System.Text.RegularExpressions;

namespace Refrain.Checkpoints;

/// <summary>GGUF files that llama-gguf-split cut into parts: <c>name-00001-of-00003.gguf</c> and so on, the first with all keys.</summary>
/// <remarks>A part counts from 0 in its key <c>split.no</c>, from 1 in its name. Every part has its own tensor list and its own
/// alignment.</remarks>
internal static partial class GgufSplit
{
    /// <summary>The key that says into how many parts a file was cut; absent or 1 in a whole file.</summary>
    public const string CountKey = "split.count";

    private const string NumberKey = "split.no",
        TensorsKey = "split.tensors.count";
    private const string Fix = "Download all parts again, or merge them with llama-gguf-split --merge.";

    /// <summary>The name of a model without <c>.gguf</c> and without a part's number.</summary>
    public static string Stem(string fileName) =>
        Part().Match(fileName) is { Success: true } part ? part.Groups["name"].Value
        : fileName.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? fileName[..^5]
        : fileName;

    /// <summary>True where the files are, by their names, parts of one model.</summary>
    public static bool AreOneSet(IEnumerable<string> files) =>
        files
            .Select(file => Part().Match(Path.GetFileName(file)))
            .Select(part => part.Success ? (part.Groups["name"].Value, part.Groups["count"].Value) : default)
            .Distinct()
            .ToArray()
            is [(not null, _)];

    /// <summary>Opens the other parts of a split file and checks that they belong together.</summary>
    /// <param name="path">The part that was opened, links not resolved: the other parts are looked for beside it.</param>
    /// <param name="opened">That part; it is disposed of with the result, or when this fails.</param>
    /// <exception cref="BadInputException">A part is missing, stands under a wrong name, or contradicts the others.</exception>
    public static GgufFile Join(string path, GgufFile opened)
    {
        var parts = new List<GgufFile> { opened };
        try
        {
            long count = Number(opened, CountKey);
            if (count <= 1)
            {
                return opened;
            }

            string[] paths = Paths(path, count, Number(opened, NumberKey));
            if (paths.FirstOrDefault(part => !File.Exists(part)) is { } missing)
            {
                throw new BadInputException(missing, "does not exist", $"all {count} parts of the split file in one folder", Fix);
            }

            parts.Clear();
            for (int i = 0; i < paths.Length; i++)
            {
                parts.Add(i == Number(opened, NumberKey) ? opened : GgufFile.OpenOne(paths[i]));
                Same(parts[i], CountKey, count, $"{count}, as {Path.GetFileName(opened.Path)} says");
                Same(parts[i], NumberKey, i, $"{i}, which its name says (keys count from 0)");
                Same(parts[i], TensorsKey, Number(parts[0], TensorsKey), $"what {Path.GetFileName(parts[0].Path)} says");
            }

            return new GgufFile(parts[0], [.. parts.SelectMany(part => part.Files)], Tensors(parts));
        }
        catch
        {
            opened.Dispose();
            parts.ForEach(part => part.Dispose());
            throw;
        }
    }

    /// <summary>The paths of all parts, in order.</summary>
    private static string[] Paths(string path, long count, long number)
    {
        Match part = Part().Match(Path.GetFileName(path));
        string suffix = string.Create(CultureInfo.InvariantCulture, $"-{number + 1:D5}-of-{count:D5}.gguf");
        if (!part.Success || Value(part, "number") != number + 1 || Value(part, "count") != count)
        {
            throw new BadInputException(
                path,
                $"is part {number + 1} of {count} by its keys, which its name does not say",
                $"a name that ends with {suffix}",
                Fix
            );
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return
        [
            .. Enumerable
                .Range(1, (int)count)
                .Select(i =>
                    Path.Combine(
                        folder,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{part.Groups["name"].Value}-{i:D5}-of-{count:D5}{part.Groups["ending"].Value}"
                        )
                    )
                ),
        ];
    }

    private static Dictionary<string, TensorEntry> Tensors(List<GgufFile> parts)
    {
        var tensors = new Dictionary<string, TensorEntry>();
        foreach (TensorEntry tensor in parts.SelectMany(part => part.Tensors.Values))
        {
            if (!tensors.TryAdd(tensor.Name, tensor))
            {
                throw new BadInputException(
                    $"{tensor.File}: {BadInputException.Show(tensor.Name)}",
                    $"is in {Path.GetFileName(tensors[tensor.Name].File)} too",
                    "each tensor in one part",
                    Fix
                );
            }
        }

        Same(parts[0], TensorsKey, tensors.Count, $"{tensors.Count}, the tensors of all parts together");
        return tensors;
    }

    private static void Same(GgufFile part, string key, long wanted, string expected)
    {
        if (Number(part, key) is var value && value != wanted)
        {
            throw new BadInputException($"{part.Path}: {key}", $"is {value}", expected, Fix);
        }
    }

    private static long Number(GgufFile part, string key) =>
        part.Integer(key)
        ?? throw new BadInputException($"{part.Path}: {key}", "is missing", "a whole number, as every part of a split file has it", Fix);

    private static int Value(Match part, string group) => int.Parse(part.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?<name>.*)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})(?<ending>\.gguf)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline
    )]
    private static partial Regex Part();
}
