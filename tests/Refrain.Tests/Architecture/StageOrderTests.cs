using System.Reflection;
using System.Text.RegularExpressions;

namespace Refrain.Tests.Architecture;

/// <summary>The path of the data is the order of the folders: a stage may use only the stages before it.</summary>
public partial class StageOrderTests
{
    // The ground floor, which uses nothing; the stages in the order in which they run; the roof, which uses the stages.
    internal static readonly string[] Order =
    [
        "Ground",
        "Hub",
        "Checkpoints",
        "Tokens",
        "Graphs",
        "Inference",
        "Prompts",
        "Directions",
        "Responses",
        "Judging",
        "Measurement",
        "Guards",
        "Runs",
        "Reports",
        "Profiling",
        "LanguageModels",
        "Audits",
        "Inspections",
        "Comparisons",
        "Exploring",
        "Reproductions",
    ];

    private static readonly Assembly Library = typeof(BadInputException).Assembly;

    [Fact]
    public void No_stage_uses_a_later_one()
    {
        var wrong =
            from type in Types()
            from used in TypeReferences.Of(type)
            where used.Assembly == Library && !MayUse(Stage(type), Stage(used))
            select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(wrong.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_opens_the_namespace_of_a_later_stage()
    {
        var wrong =
            from path in SourceTree.Sources("src/Refrain")
            let parts = path.Split('/')
            let stage = parts.Length > 3 ? parts[2] : ""
            from Match match in Using().Matches(SourceTree.Read(path))
            where !MayUse(stage, match.Groups["stage"].Value)
            select $"{path}: {match.Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Reports_use_no_statistics()
    {
        // Words and pictures only: what is computed stands in the records of a report.
        const string Statistics = "Refrain.Ground.Statistics";
        var types =
            from type in Types()
            where Stage(type) == "Reports"
            from used in TypeReferences.Of(type)
            where used.Namespace == Statistics
            select $"{type.FullName} uses {used.FullName}";
        var lines =
            from path in SourceTree.Sources("src/Refrain/Reports")
            where SourceTree.Read(path).Contains("Ground.Statistics", StringComparison.Ordinal)
            select $"{path} names {Statistics}";
        Assert.Empty(types.Concat(lines).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_namespace_is_a_stage()
    {
        var unknown = Types().Select(Stage).Distinct().Where(stage => !Order.Contains(stage));
        Assert.Empty(unknown);
    }

    [Fact]
    public void What_a_method_body_uses_is_seen() => Assert.Contains(typeof(Regex), TypeReferences.Of(typeof(StageOrderTests)));

    private static IEnumerable<Type> Types() => Library.GetTypes().Where(type => type.Namespace?.Split('.') is ["Refrain", ..]);

    /// <summary>The folder under src/Refrain: <c>Runs</c> of <c>Refrain.Runs.Progress</c>; empty for the root.</summary>
    private static string Stage(Type type) => type.Namespace?.Split('.') is ["Refrain", var stage, ..] ? stage : "";

    private static bool MayUse(string user, string used) => Array.IndexOf(Order, used) <= Array.IndexOf(Order, user);

    [GeneratedRegex(
        @"^\s*(global )?using (static |\w+ = )?Refrain\.(?<stage>[A-Z]\w*)[^(]*;",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex Using();
}
