using System.CommandLine;
using Refrain.Hub;
using Refrain.Tokens;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain tokens</c>: ids of texts, their text decoded again, and rendered conversations.</summary>
internal static class TokensCommand
{
    /// <param name="load">The tokenizer of a path; bad input is a <see cref="BadInputException"/>.</param>
    /// <param name="formatOf">The tokenizer's chat format; null: it has no template. A template that cannot be used is a
    /// <see cref="BadInputException"/>.</param>
    public static Command Create(Func<string, Tokenizer> load, Func<Tokenizer, ChatFormat?> formatOf)
    {
        var model = new Argument<string>("MODEL_OR_FOLDER")
        {
            Description = "A model, a folder with a tokenizer.json, or a name on the Hub.",
        };
        var input = new Option<string>("--input")
        {
            Description =
                "JSON: {\"texts\": [...], \"chats\": [{\"messages\": "
                + "[{\"role\", \"content\"}, ...], \"add_generation_prompt\": true}, ...]}; either list may be left out.",
            HelpName = "file",
            Required = true,
        };
        var json = new Option<bool>("--json")
        {
            Description =
                "Print {\"encode\": [[ids], ...], \"decode\": [text, ...], \"chat\": "
                + "[{\"text\", \"ids\"} or {\"error\"}, ...]} on standard output.",
        };
        var command = new Command(
            "tokens",
            "Shows the token ids of texts and of conversations in the model's chat template. "
                + "Example: refrain tokens ./my-model --input texts.json --json"
        )
        {
            model,
            input,
            json,
        };
        var template = new TemplateOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Task.Run(
                    () =>
                    {
                        ChatOptions options = template.Read(result);
                        TokensInput given = TokensInput.Read(result.GetRequiredValue(input));
                        TokensResult tokens = TokensResult.Compute(
                            load(ModelFiles.Find(result.GetRequiredValue(model), HubContent.Tokenizer, result, cancel)),
                            tokenizer => formatOf(tokenizer)?.With(options),
                            given
                        );
                        TextWriter output = result.InvocationConfiguration.Output;
                        if (result.GetValue(json))
                        {
                            output.WriteLine(tokens.Json());
                        }
                        else
                        {
                            tokens.WriteTables(given, output);
                        }

                        return ExitCode.Done;
                    },
                    CancellationToken.None
                )
        );
        return command;
    }
}
