using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Refrain.Audits;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Cli;

/// <summary>The options that several commands have, so that they read the same everywhere. A command makes its own instance.</summary>
internal static class Options
{
    public const string QuietName = "--quiet";
    public const string VerboseName = "--verbose";

    public static Option<bool> Json(string what = "the result") =>
        new("--json") { Description = $"Print {what} as JSON on standard output." };

    /// <summary>Null when not given: all the suite's languages.</summary>
    public static Option<string[]?> Languages() =>
        new("--languages")
        {
            Description = "Languages, separated by commas; all of the suite's by default.",
            HelpName = "en,de,…",
            CustomParser = result => ParseLanguages(result, "--languages"),
        };

    public static Option<string> Source() =>
        new("--source")
        {
            Description = "The language whose refusal direction is used.",
            HelpName = "language",
            DefaultValueFactory = _ => "en",
        };

    /// <summary>Null when not given: the source alone.</summary>
    public static Option<string[]?> Sources() =>
        new("--sources")
        {
            Description =
                "Languages whose directions are tried in every language, or all; "
                + "the report's other numbers are for --source, or the first of these without en.",
            HelpName = "en,de,…",
            CustomParser = result => ParseLanguages(result, "--sources"),
        };

    /// <summary>True: controls are measured.</summary>
    public static Option<string> Controls()
    {
        var controls = new Option<string>("--controls")
        {
            Description =
                "Measure directions that should do nothing beside each real one (all): "
                + "a random one and one from permuted labels; or not (none), in half the time.",
            DefaultValueFactory = _ => AuditSettings.All,
        };
        controls.AcceptOnlyFromAmong(AuditSettings.All, "none");
        return controls;
    }

    /// <summary>Null when not given: the embedded suite.</summary>
    public static Option<string?> Suite() =>
        new("--suite")
        {
            Description = "A suite: a JSONL file, or a folder laid out as PolyRefuse; the embedded one by default.",
            HelpName = "path",
        };

    /// <summary>Files that measure over-refusal; may be given several times.</summary>
    public static Option<string[]> OverRefusal() =>
        new("--over-refusal")
        {
            Description =
                "Measure over-refusal on a file too: XSTest's or OKTest's CSV, "
                + "a JSON list or JSON Lines of prompts, or a suite's lines; may be given several times.",
            HelpName = "[name=]path",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary>Null when not given: a folder under runs/ named after the model and its settings.</summary>
    public static Option<string?> Run() =>
        new("--run")
        {
            Description = "The run's folder; runs/NAME by default, where NAME is the model and a hash of all that determines the run.",
            HelpName = "folder",
        };

    public static Option<bool> Resume() =>
        new("--resume") { Description = "An existing run is meant: fail when there is none. Finished work is found without it." };

    public static Option<string> Precision()
    {
        var precision = new Option<string>("--precision")
        {
            Description = "Arithmetic of the linear layers: float32 (exact), or 8 bits (fast), whose numbers are no reference.",
            DefaultValueFactory = _ => "exact",
        };
        precision.AcceptOnlyFromAmong("exact", "fast");
        return precision;
    }

    /// <summary>What --precision says.</summary>
    public static Precision PrecisionOf(string? word) => Words<Precision>.Find(word) ?? Inference.Precision.Exact;

    public static Option<int> Seed() =>
        new("--seed")
        {
            Description = "Seed of the bootstrap and of the controls.",
            HelpName = "number",
            DefaultValueFactory = _ => 0,
        };

    /// <summary>
    /// Refuses what is given and not a number of a range; the library's own parser would also throw inside of a validator.
    /// </summary>
    public static void Within(Option option, double least, double most, bool whole, string expected) =>
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [{ Value: var text }, ..]
                && !(
                    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && number >= least
                    && number <= most
                    && (!whole || number == Math.Floor(number))
                )
            )
            {
                result.AddError($"{option.Name}: is {BadInputException.Show(text)}; expected {expected}.");
            }
        });

    public static Option<bool> Quiet() => new(QuietName) { Description = "No progress on standard error.", Recursive = true };

    public static Option<bool> Verbose() => new(VerboseName) { Description = "Show the stack trace of a failure.", Recursive = true };

    /// <summary>A model that must be named.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = ModelDescription + "." };

    /// <summary>A model that may be left out; null: the embedded demo model.</summary>
    public static Argument<string?> ModelOrDemo() =>
        new("MODEL") { Description = ModelDescription + "; the embedded demo model by default.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>One file to read. It may be missing here: reading it gives the error, with the reason.</summary>
    public static Argument<string> File(string description) => new("FILE") { Description = description };

    public static Argument<string[]> Files(string description) =>
        new("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>A named input that must be given.</summary>
    public static Option<string> Input(string description) =>
        new("--input")
        {
            Description = description,
            HelpName = "file",
            Required = true,
        };

    /// <summary>A named output that must be given.</summary>
    public static Option<string> Output(string description) =>
        new("--output")
        {
            Description = description,
            HelpName = "file",
            Required = true,
        };

    private const string ModelDescription =
        "A Hugging Face folder, a GGUF file, a folder with a GGUF file and tokenizer files, or a name on the Hub: "
        + "org/name[@revision][:file.gguf]";

    private static string[]? ParseLanguages(ArgumentResult result, string option)
    {
        string[] languages =
        [
            .. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal),
        ];
        foreach (string language in languages.Where(language => !LanguageTag.IsValid(language)))
        {
            result.AddError($"{option}: '{BadInputException.Show(language)}' is not a language tag; expected for example en,de,zh.");
        }

        return languages;
    }
}
