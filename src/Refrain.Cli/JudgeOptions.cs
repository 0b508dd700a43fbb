using System.CommandLine;
using System.Globalization;
using System.Text;
using Refrain.Judging.Remote;

namespace Refrain.Cli;

/// <summary>The options of a judging model, the same in every command that judges.</summary>
internal sealed class JudgeOptions
{
    private const string Native = "native",
        UsualVariable = "REFRAIN_JUDGE_KEY";
    private const long LargestTemplate = 1 << 20;

    private static readonly RemoteJudgeSettings Usual = new()
    {
        Format = "",
        Endpoint = "",
        Model = "",
    };

    private readonly Option<string> judge = new("--judge")
    {
        Description =
            "Who judges: the product itself, or a model behind an OpenAI-compatible endpoint, asked as WildGuard, as Llama Guard, or with a prompt of one's own.",
        DefaultValueFactory = _ => Native,
    };
    private readonly Option<string?> endpoint = new("--judge-endpoint")
    {
        Description = "The endpoint, such as https://host/v1; http on this machine only.",
        HelpName = "url",
    };
    private readonly Option<string?> model = new("--judge-model")
    {
        Description = "The judging model's name at the endpoint.",
        HelpName = "name",
    };
    private readonly Option<string?> api = new("--judge-api")
    {
        Description = "Ask /chat/completions or /completions; by default completions of WildGuard, chat of the others.",
    };
    private readonly Option<string?> prompt = new("--judge-prompt")
    {
        Description = "With --judge prompt: a file of text with {response} and, if wanted, {prompt} and {language}.",
        HelpName = "file",
    };
    private readonly Option<string?> answer = new("--judge-answer")
    {
        Description = "With --judge prompt, how the answer is read: word (the default), json:FIELD, or regex:PATTERN.",
        HelpName = "way",
    };
    private readonly Option<string?> variable = new("--judge-key-variable")
    {
        Description = $"The environment variable that holds the endpoint's key; {UsualVariable} by default.",
        HelpName = "name",
    };
    private readonly Option<string?> budget = new("--judge-budget")
    {
        Description = "What judging may cost: requests=N,tokens=N,seconds=N, or some of them. What is left is unjudged.",
        HelpName = "limits",
    };
    private readonly Option<double?> timeout = new("--judge-timeout")
    {
        Description = "Seconds that one whole answer may take; 60 by default.",
        HelpName = "seconds",
    };
    private readonly Option<int?> tries = new("--judge-tries")
    {
        Description = "Requests for one answer, when they fail in a way that may pass; 5 by default.",
        HelpName = "number",
    };
    private readonly Option<int?> concurrency = new("--judge-concurrency")
    {
        Description = "Requests under way at once; 4 by default.",
        HelpName = "number",
    };
    private readonly Option<string[]> options = new("--judge-option")
    {
        Description = "A further member of the request, as JSON or plain text, such as max_tokens=64; null takes one out. May be repeated.",
        HelpName = "name=value",
    };

    public JudgeOptions()
    {
        judge.AcceptOnlyFromAmong([Native, .. JudgeFormats.Names]);
        api.AcceptOnlyFromAmong("chat", "completions");
        Options.Within(timeout, 0.001, 86_400, whole: false, "seconds, at most 86400");
        Options.Within(tries, 1, 100, whole: true, "a whole number from 1 to 100");
        Options.Within(concurrency, 1, 256, whole: true, "a whole number from 1 to 256");
        options.Validators.Add(result =>
        {
            foreach (
                string entry in result
                    .Tokens.Select(token => token.Value)
                    .Where(entry =>
                        entry.IndexOf('=', StringComparison.Ordinal) < 1
                        || entry.Split('=')[0] is "model" or "messages" or "prompt" or "stream"
                    )
            )
            {
                result.AddError(
                    $"--judge-option: is {BadInputException.Show(entry)}; expected name=value, and none of model, messages, prompt and stream."
                );
            }
        });
    }

    /// <summary>Adds the options to a command.</summary>
    public JudgeOptions AddTo(Command command)
    {
        foreach (
            Option option in (Option[])[judge, endpoint, model, api, prompt, answer, variable, budget, timeout, tries, concurrency, options]
        )
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            string named = result.GetValue(judge) ?? Native;
            if (
                named != Native
                && JudgeFormats.Names.Contains(named)
                && (result.GetValue(endpoint) is null || result.GetValue(model) is null)
            )
            {
                result.AddError($"--judge: {named} needs --judge-endpoint and --judge-model.");
            }
            else if (named == Native && result.GetValue(endpoint) is not null)
            {
                result.AddError($"--judge-endpoint: needs --judge; expected one of {string.Join(", ", JudgeFormats.Names)}.");
            }
            else if ((named == OwnPrompt.Name) != (result.GetValue(prompt) is not null))
            {
                result.AddError("--judge-prompt: goes with --judge prompt, and it with --judge-prompt.");
            }
        });
        return this;
    }

    /// <summary>What was given; null: the product itself judges.</summary>
    /// <exception cref="BadInputException">The prompt's file or the key cannot be read, or the budget says nothing.</exception>
    public RemoteJudgeSettings? Read(ParseResult result)
    {
        if (result.GetValue(judge) is not { } named || named == Native)
        {
            return null;
        }

        string keyVariable = result.GetValue(variable) ?? UsualVariable;
        var key = ApiKey.FromEnvironment(keyVariable);
        if (key is null && result.GetValue(variable) is not null)
        {
            throw new BadInputException(
                "--judge-key-variable",
                $"names {BadInputException.Show(keyVariable)}, which is not set or empty",
                "the name of a variable that holds the key"
            );
        }

        return new RemoteJudgeSettings
        {
            Format = named,
            Endpoint = result.GetValue(endpoint)!,
            Model = result.GetValue(model)!,
            Api = result.GetValue(api) switch
            {
                "chat" => JudgeApi.Chat,
                "completions" => JudgeApi.Completions,
                _ => null,
            },
            Template = result.GetValue(prompt) is { } file ? TemplateOf(file) : null,
            TemplatePlace = result.GetValue(prompt),
            Answer = result.GetValue(answer) ?? Usual.Answer,
            Options = (result.GetValue(options) ?? [])
                .Select(entry => entry.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => TemplateOptions.Value(pair[1])),
            Key = key,
            Budget = result.GetValue(budget) is { } limits ? JudgeBudget.Parse(limits) : Usual.Budget,
            Timeout = result.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : Usual.Timeout,
            Tries = result.GetValue(tries) ?? Usual.Tries,
            Concurrency = result.GetValue(concurrency) ?? Usual.Concurrency,
        };
    }

    /// <summary>The words of a command line that asks the same judge; never the key.</summary>
    public static IEnumerable<string> Words(RemoteJudgeSettings? settings, Func<string, string> quote) =>
        settings is null
            ? []
            :
            [
                "--judge",
                settings.Format,
                "--judge-endpoint",
                quote(settings.Endpoint),
                "--judge-model",
                quote(settings.Model),
                .. settings.Api is { } given ? (string[])["--judge-api", given == JudgeApi.Chat ? "chat" : "completions"] : [],
                .. settings.TemplatePlace is { } file ? (string[])["--judge-prompt", quote(file)] : [],
                .. settings.Answer != Usual.Answer ? (string[])["--judge-answer", quote(settings.Answer)] : [],
                .. settings.Key is { Variable: not UsualVariable } key ? (string[])["--judge-key-variable", quote(key.Variable)] : [],
                .. settings.Budget != Usual.Budget ? (string[])["--judge-budget", settings.Budget.ToString()] : [],
                .. settings.Timeout != Usual.Timeout
                    ? (string[])["--judge-timeout", settings.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)]
                    : [],
                .. settings.Tries != Usual.Tries ? (string[])["--judge-tries", settings.Tries.ToString(CultureInfo.InvariantCulture)] : [],
                .. settings.Concurrency != Usual.Concurrency
                    ? (string[])["--judge-concurrency", settings.Concurrency.ToString(CultureInfo.InvariantCulture)]
                    : [],
                .. settings
                    .Options.OrderBy(option => option.Key, StringComparer.Ordinal)
                    .SelectMany(option => (string[])["--judge-option", quote($"{option.Key}={option.Value.GetRawText()}")]),
            ];

    private static string TemplateOf(string file)
    {
        try
        {
            long length = new FileInfo(file).Length;
            return length <= LargestTemplate
                ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF')
                : throw new BadInputException(file, $"is {length} bytes long", $"a prompt of at most {LargestTemplate}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException or ArgumentException)
        {
            throw new BadInputException(
                $"--judge-prompt: {BadInputException.Show(file)}",
                $"cannot be read: {error.Message}",
                "a file of UTF-8 text",
                inner: error
            );
        }
    }
}
