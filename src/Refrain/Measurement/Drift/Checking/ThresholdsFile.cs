using System.Text;
using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Prompts;

namespace Refrain.Measurement;

/// <summary>
/// Reads a file of thresholds strictly: a member that is not known is refused by its name, so that no limit is lost to a slip of the pen.
/// </summary>
internal static class ThresholdsFile
{
    private const int MaximumBytes = 1 << 20;
    private static readonly SettingText Fix = $"{Hint.CompleteThresholds}.";

    private static readonly string[] Limits =
    [
        "minimum_cosine",
        "maximum_refusal_drop",
        "maximum_harmless_refusal_rise",
        "maximum_degenerate_rise",
    ];

    private static readonly string[] Verdicts =
    [
        MechanismVerdict.Protected.Word(),
        MechanismVerdict.ActionGap.Word(),
        MechanismVerdict.RepresentationGap.Word(),
        MechanismVerdict.Undecided.Word(),
        MechanismVerdict.NotMeasured.Word(),
        DriftChecks.Incapable,
        DriftChecks.Capable,
        DriftThresholds.Any,
    ];

    /// <summary>The text of the thresholds that hold when no file is given.</summary>
    public static string DefaultText { get; } = ReadDefault();

    /// <summary>The thresholds that hold when no file is given.</summary>
    public static DriftThresholds Default { get; } = Parse("thresholds.json", Encoding.UTF8.GetBytes(DefaultText));

    /// <summary>Reads a file.</summary>
    /// <exception cref="BadInputException">It cannot be read, or something in it is not what docs/drift.md describes.</exception>
    public static DriftThresholds Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException(BadInputException.Show(path), "does not exist", "a file of thresholds", Fix);
        }

        using var document = JsonFile.Parse(path, MaximumBytes);
        return Of(document.RootElement, path);
    }

    /// <summary>Reads a file's bytes.</summary>
    public static DriftThresholds Parse(string path, byte[] bytes)
    {
        using var document = JsonFile.Parse(path, bytes);
        return Of(document.RootElement, path);
    }

    private static DriftThresholds Of(JsonElement root, string path)
    {
        Known(root, path, ["schema_version", "undecided", "default", "languages", "allowed_verdict_changes", "intervention_may_change"]);
        CheckVersion(root, path);
        var standard = root.TryGetProperty("default", out var element)
            ? LimitsOf(element, $"{path}: default", new DriftLimits())
            : new DriftLimits();
        return new DriftThresholds
        {
            UndecidedFails = Word(root, "undecided", path, "pass", "pass", "fail") == "fail",
            Default = standard,
            Languages = root.TryGetProperty("languages", out var languages)
                ? LanguagesOf(languages, $"{path}: languages", standard)
                : new Dictionary<string, DriftLimits>(),
            AllowedVerdictChanges =
                root.TryGetProperty("allowed_verdict_changes", out var changes) && changes.ValueKind != JsonValueKind.Null
                    ? [.. ChangesOf(changes, $"{path}: allowed_verdict_changes")]
                    : null,
            InterventionMayChange =
                !root.TryGetProperty("intervention_may_change", out var may) || Flag(may, $"{path}: intervention_may_change"),
        };
    }

    private static void CheckVersion(JsonElement root, string path)
    {
        bool given = root.TryGetProperty("schema_version", out var version);
        if (
            !given
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out int number)
            || number != DriftThresholds.CurrentSchemaVersion
        )
        {
            throw new BadInputException(
                $"{path}: schema_version",
                given ? $"is {Shown(version)}" : "is missing",
                $"{DriftThresholds.CurrentSchemaVersion}",
                $"Read the file with the version of this product that it was written for. {Fix}"
            );
        }
    }

    private static Dictionary<string, DriftLimits> LanguagesOf(JsonElement element, string place, DriftLimits standard)
    {
        var languages = new Dictionary<string, DriftLimits>(StringComparer.Ordinal);
        foreach (var language in Object(element, place).EnumerateObject())
        {
            string own = $"{place}.{BadInputException.Show(language.Name)}";
            if (!LanguageTag.IsValid(language.Name))
            {
                throw new BadInputException(own, "is no language tag", "for example de", Fix);
            }

            languages.Add(language.Name, LimitsOf(language.Value, own, standard));
        }

        return languages;
    }

    private static DriftLimits LimitsOf(JsonElement element, string place, DriftLimits standard)
    {
        Known(Object(element, place), place, Limits);
        double? Limit(string name, double least, double? otherwise)
        {
            if (!element.TryGetProperty(name, out var value))
            {
                return otherwise;
            }

            return value.ValueKind == JsonValueKind.Null ? null
                : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= 1
                    ? number
                : throw new BadInputException(
                    $"{place}.{name}",
                    $"is {Shown(value)}",
                    $"a number from {least} to 1, or null: not checked",
                    Fix
                );
        }

        return new DriftLimits
        {
            MinimumCosine = Limit(Limits[0], -1, standard.MinimumCosine),
            MaximumRefusalDrop = Limit(Limits[1], 0, standard.MaximumRefusalDrop),
            MaximumHarmlessRefusalRise = Limit(Limits[2], 0, standard.MaximumHarmlessRefusalRise),
            MaximumDegenerateRise = Limit(Limits[3], 0, standard.MaximumDegenerateRise),
        };
    }

    private static IEnumerable<VerdictChange> ChangesOf(JsonElement element, string place)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new BadInputException(place, $"is {Shown(element)}", "a list, or null: every change is allowed", Fix);
        }

        foreach (var (index, change) in element.EnumerateArray().Index())
        {
            string own = $"{place}[{index}]";
            Known(Object(change, own), own, ["from", "to"]);
            yield return new VerdictChange(Word(change, "from", own, null, Verdicts), Word(change, "to", own, null, Verdicts));
        }
    }

    private static string Word(JsonElement parent, string name, string place, string? otherwise, params string[] words)
    {
        bool given = parent.TryGetProperty(name, out var value);
        string? word =
            !given ? otherwise
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : null;
        return word is not null && words.Contains(word)
            ? word
            : throw new BadInputException(
                $"{place}: {name}",
                given ? $"is {Shown(value)}" : "is missing",
                $"one of {string.Join(", ", words.Select(one => $"\"{one}\""))}",
                Fix
            );
    }

    private static bool Flag(JsonElement value, string place) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new BadInputException(place, $"is {Shown(value)}", "true or false", Fix);

    private static JsonElement Object(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new BadInputException(place, $"is {Shown(element)}", "an object", Fix);

    private static void Known(JsonElement element, string place, string[] names)
    {
        foreach (var member in element.EnumerateObject().Where(member => !names.Contains(member.Name)))
        {
            throw new BadInputException(
                $"{place}: {BadInputException.Show(member.Name)}",
                "is not known",
                $"one of {string.Join(", ", names)}",
                Fix
            );
        }
    }

    private static string Shown(JsonElement value) => BadInputException.Show(value.GetRawText());

    private static string ReadDefault()
    {
        using var stream = typeof(ThresholdsFile).Assembly.GetManifestResourceStream("Refrain.Measurement.thresholds.json")
            ?? throw new InvalidOperationException("the resource thresholds.json is missing from this build");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
