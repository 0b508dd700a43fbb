using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Refrain.Cli;
using Refrain.Server;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Architecture;

/// <summary>The library speaks of settings; the command line calls them by its options.</summary>
public class SettingNamesTests
{
    private static readonly Assembly Library = typeof(BadInputException).Assembly,
        Server = typeof(ExplorerServer).Assembly;

    // Sentences of reports, which are read beside the command that made them.
    private static readonly string[] InReports =
    [
        "No control was measured (--controls none), so no cell is called effective.",
        "No control was measured (--controls none): what ablation and addition do may be what any change to the model does.",
        "In {0} of {1} answers the thinking did not end within {2} new tokens: they are unjudged. Raise --max-new-tokens.",
        "Computed in 8-bit arithmetic (--precision fast): these are not reference numbers. ",
    ];

    private static IReadOnlyList<Setting> Known { get; } =
    [
        .. typeof(KnownSettings)
            .GetProperties(BindingFlags.Static | BindingFlags.Public)
            .Where(property => property.PropertyType == typeof(Setting))
            .Select(property => (Setting)property.GetValue(null)!),
    ];

    [Fact]
    public void Every_setting_is_a_property_or_a_parameter()
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        Assert.NotEmpty(Known);
        foreach (var setting in Known)
        {
            var owner = Assert.Single(Library.GetTypes().Concat(Server.GetTypes()), type => type.Name == setting.Owner);
            var parameters = owner
                .GetMethods(All)
                .Concat<MethodBase>(owner.GetConstructors(All))
                .SelectMany(method => method.GetParameters());
            Assert.True(
                owner.GetProperty(setting.Name, All) is not null || parameters.Any(parameter => parameter.Name == setting.Name),
                $"{setting.Owner} has no {setting.Name}"
            );
        }
    }

    [Fact]
    public void Every_setting_has_its_option_and_every_option_is_one()
    {
        var options = Options();
        foreach (var setting in Known)
        {
            bool named = !KnownSettings.WithoutOption.Contains(setting);
            Assert.Equal(named, options.Contains(OptionNames.Of(setting)));
        }

        Assert.Equal("--sample 4", OptionNames.Of(KnownSettings.Sample.At("4")));
    }

    [Fact]
    public void Every_hint_has_its_command() => Assert.All(Hint.All, hint => Assert.NotEqual(hint.Words, OptionNames.Of(hint)));

    [Fact]
    public void No_text_of_the_library_holds_an_option()
    {
        var options = Options();
        foreach (var assembly in (Assembly[])[Library, Server])
        {
            var wrong = Literals(assembly).Where(text => Words(text).Any(options.Contains)).Except(InReports);
            Assert.Empty(wrong);
        }

        Assert.Contains("--languages", options);
        Assert.All(InReports, text => Assert.Contains(text, Literals(Library)));
    }

    [Fact]
    public void No_text_that_names_a_setting_is_flattened_to_a_string()
    {
        // A conditional expression of two interpolated strings is a string: the option's name would be lost in it.
        var append = typeof(DefaultInterpolatedStringHandler)
            .GetMethods()
            .Single(method => method.Name == "AppendFormatted" && method.IsGenericMethod && method.GetParameters().Length == 1);
        foreach (var type in (Type[])[typeof(Setting), typeof(Hint), typeof(SettingText)])
        {
            var flat = append.MakeGenericMethod(type);
            Assert.DoesNotContain(flat, new[] { Library, Server, typeof(OptionNames).Assembly }.SelectMany(TypeReferences.MethodsOf));
        }

        string text = $"{KnownSettings.Run}";
        Assert.Equal("Run", text);
        Assert.Contains(append.MakeGenericMethod(typeof(Setting)), TypeReferences.MethodsOf(typeof(SettingNamesTests).Assembly));
    }

    private static HashSet<string> Options() =>
        [
            .. CommandHelp
                .Every()
                .SelectMany(command => command.Options)
                .Select(option => option.Name)
                .Where(name => name.StartsWith("--", StringComparison.Ordinal)),
        ];

    private static IEnumerable<string> Words(string text) => Regex.Matches(text, "--[a-z][a-z-]*[a-z]").Select(match => match.Value);

    private static HashSet<string> Literals(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            texts.Add(metadata.GetUserString(handle));
        }

        return texts;
    }
}
