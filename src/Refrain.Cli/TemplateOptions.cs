using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Cli;

/// <summary>The options of the chat template, the same in every command that renders prompts.</summary>
internal sealed class TemplateOptions
{
    private const long LongestSystem = 1 << 20;

    // What the product itself gives to every template.
    private static readonly string[] Reserved = ["messages", "add_generation_prompt", "tools", "documents"];

    private readonly Option<string?> system = new("--system")
    {
        Description = "A system turn before the user's, or @FILE to read it from a file; none by default.",
        HelpName = "text|@file",
    };
    private readonly Option<string[]> variables = new("--template-option")
    {
        Description = "A variable of the chat template, as JSON or plain text, for example enable_thinking=false; may be repeated.",
        HelpName = "name=value",
    };
    private readonly Option<string?> thinking = new("--thinking")
    {
        Description =
            "Let a model that can think do so before its answer (on), or close its thinking part empty (off, the default of what is measured).",
    };
    private readonly Option<bool> bare = new("--no-generation-prompt") { Description = "Leave out the opening of the model's answer." };
    private readonly Option<DateOnly?> date = new("--date")
    {
        Description = "The date that the chat template sees, YYYY-MM-DD; 2026-01-01 by default, so that runs can be repeated.",
        HelpName = "date",
        CustomParser = ParseDate,
    };

    public TemplateOptions()
    {
        thinking.AcceptOnlyFromAmong("on", "off");
        variables.Validators.Add(result =>
        {
            foreach (string entry in result.Tokens.Select(token => token.Value))
            {
                int equals = entry.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1)
                {
                    result.AddError($"--template-option: is {BadInputException.Show(entry)}; expected name=value.");
                }
                else if (Reserved.Contains(entry[..equals]))
                {
                    result.AddError(
                        $"--template-option: {entry[..equals]} is set by Refrain; expected another variable{(entry.StartsWith("add", StringComparison.Ordinal) ? " (--no-generation-prompt leaves the prompt out)" : "")}."
                    );
                }
            }
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public TemplateOptions AddTo(Command command)
    {
        foreach (Option option in (Option[])[system, variables, thinking, bare, date])
        {
            command.Add(option);
        }

        return this;
    }

    /// <summary>What was given.</summary>
    /// <exception cref="BadInputException">The file of the system turn cannot be read.</exception>
    public ChatOptions Read(ParseResult result)
    {
        var given = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (string entry in result.GetValue(variables) ?? [])
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            given[entry[..equals]] = Value(entry[(equals + 1)..]);
        }

        var options = new ChatOptions
        {
            System = result.GetValue(system) is ['@', .. var file] ? SystemOf(file) : result.GetValue(system),
            GenerationPrompt = !result.GetValue(bare),
            Variables = given,
            Thinking = result.GetValue(thinking) switch
            {
                "on" => ThinkingMode.On,
                "off" => ThinkingMode.Off,
                _ => null,
            },
        };
        return result.GetValue(date) is { } day ? options with { Date = day } : options;
    }

    /// <summary>The words of a command line that repeats the options.</summary>
    public static IEnumerable<string> Words(ChatOptions options, Func<string, string> quote) =>
        [
            .. options.System is { } system ? (string[])["--system", quote(system)] : [],
            .. options.Variables.SelectMany(variable =>
                (string[])["--template-option", quote($"{variable.Key}={variable.Value.GetRawText()}")]
            ),
            .. options.Thinking is { } mode ? (string[])["--thinking", mode == ThinkingMode.On ? "on" : "off"] : [],
            .. options.GenerationPrompt ? [] : (string[])["--no-generation-prompt"],
            .. options.Date == new ChatOptions().Date
                ? []
                : (string[])["--date", options.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
        ];

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"--date: is {BadInputException.Show(text)}; expected a date such as 2026-01-31.");
        return null;
    }

    /// <summary>JSON where it is some, else a text.</summary>
    internal static JsonElement Value(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            using var json = JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"");
            return json.RootElement.Clone();
        }
    }

    private static string SystemOf(string file)
    {
        try
        {
            long length = new FileInfo(file).Length;
            return length <= LongestSystem
                ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)).TrimEnd('\r', '\n')
                : throw new BadInputException(file, $"is {length} bytes long", $"a system turn of at most {LongestSystem}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException or ArgumentException)
        {
            throw new BadInputException(
                $"--system: {BadInputException.Show(file)}",
                $"cannot be read: {error.Message}",
                "a file of UTF-8 text",
                "To begin the text itself with @, put it in a file.",
                error
            );
        }
    }
}
