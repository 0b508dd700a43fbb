using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

/// <summary>A type that many use is found by its name.</summary>
public partial class TypeFileTests
{
    private const int Many = 5;

    // Closed unions: their cases are read together.
    private static readonly string[] Unions = ["src/Refrain.Jinja/Syntax/Expression.cs", "src/Refrain.Jinja/Syntax/Statement.cs"];

    [Fact]
    public void A_type_of_five_or_more_users_stands_in_a_file_of_its_name()
    {
        var (declared, words) = (new List<(string Type, string Path)>(), new Dictionary<string, HashSet<string>>());
        foreach (string path in SourceTree.Sources("src"))
        {
            string code = Comment().Replace(SourceTree.Read(path), "");
            foreach (Match type in Declaration().Matches(code))
            {
                declared.Add((type.Groups["name"].Value, path));
            }

            foreach (Match word in Word().Matches(code))
            {
                words.TryAdd(word.Value, []);
                words[word.Value].Add(path);
            }
        }

        var names = declared.GroupBy(type => type.Type).Where(group => group.Count() == 1).SelectMany(group => group);
        var wrong =
            from type in names
            let users = words[type.Type].Count(path => path != type.Path)
            where users >= Many && !Path.GetFileName(type.Path).StartsWith(type.Type + ".", StringComparison.Ordinal)
            where !Unions.Contains(type.Path)
            select $"{type.Type}, which {users} files use, stands in {type.Path}";
        Assert.Empty(wrong.Order(StringComparer.Ordinal));
    }

    // At the left edge: a type within a type belongs to it.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*"
            + @"(?:class|struct|record struct|record class|record|interface|enum) (?<name>[A-Z]\w*)"
            + @"|^(?:public|internal) delegate [^(]*?\b(?<name>[A-Z]\w*)(?:<[^(]*>)?\(",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("//.*", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
