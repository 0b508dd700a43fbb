using System.Reflection;
using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

/// <summary>In which file of <c>src/Refrain</c> each of its types stands, and which files use which.</summary>
internal static partial class SourceTypes
{
    private const string Root = "src/Refrain";

    private static readonly Assembly Library = typeof(BadInputException).Assembly;

    /// <summary>File → the other files whose types its own types name; paths from the root of the library, with slashes.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Uses { get; } = FindUses();

    private static Dictionary<string, IReadOnlySet<string>> FindUses()
    {
        var files = Files();
        var uses = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var type in Library.GetTypes())
        {
            if (FileOf(files, type) is not { } file)
            {
                continue;
            }

            var used = uses.TryGetValue(file, out var known) ? (HashSet<string>)known : [];
            uses[file] = used;
            used.UnionWith(TypeReferences.Of(type).Select(other => FileOf(files, other)).OfType<string>().Where(other => other != file));
        }

        return uses;
    }

    // What the compiler makes of a type, such as closures, is nested in it.
    private static string? FileOf(Dictionary<string, string> files, Type type)
    {
        var outer = type;
        while (outer.DeclaringType is { } declaring)
        {
            outer = declaring;
        }

        return outer.Assembly == Library ? files.GetValueOrDefault($"{outer.Namespace}.{outer.Name.Split('`')[0]}") : null;
    }

    // Of a type in several files, the one of the shortest name is its own.
    private static Dictionary<string, string> Files()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in SourceTree.Sources(Root).OrderBy(path => path.Length))
        {
            string text = SourceTree.Read(path);
            string space = Namespace().Match(text).Groups["name"].Value;
            foreach (Match type in Declaration().Matches(text))
            {
                files.TryAdd($"{space}.{type.Groups["name"].Value}", path[(Root.Length + 1)..]);
            }
        }

        return files;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // Types that stand in a namespace are not indented.
    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:(?:class|struct|interface|enum|record|record struct) (?<name>[A-Z]\w*)|delegate .+? (?<name>[A-Z]\w*)\()",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex Declaration();
}
