using System.CommandLine;
using System.Diagnostics;
using Refrain.Profiling;

namespace Refrain.Cli;

/// <summary>The options that show where the time goes.</summary>
internal sealed class ProfileOptions
{
    private readonly Option<string?> path = new("--profile")
    {
        Description =
            "Write where the time goes to a trace that Perfetto, chrome://tracing and speedscope open, and a summary to standard error.",
        HelpName = "file",
    };
    private readonly Option<bool> operators = new("--profile-operators")
    {
        Description = "With --profile: the time of each of the runtime's operators too. Takes memory and some speed.",
    };

    public ProfileOptions() =>
        operators.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(path) is null)
            {
                result.AddError("--profile-operators: needs a file to write to; expected --profile FILE beside it.");
            }
        });

    /// <summary>Adds the options to a command.</summary>
    public ProfileOptions AddTo(Command command)
    {
        command.Add(path);
        command.Add(operators);
        return this;
    }

    /// <summary>
    /// Begins the profile that was asked for; its disposal ends it and says what took how long. Null: none was asked for.
    /// </summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public IDisposable? Start(ParseResult result) =>
        result.GetValue(path) is { } file
            ? new Said(
                Profile.Start(
                    file,
                    "refrain " + result.CommandResult.Command.Name,
                    result.GetValue(operators),
                    Process.GetCurrentProcess().StartTime
                ),
                file,
                result
            )
            : null;

    private sealed class Said(Profile profile, string file, ParseResult result) : IDisposable
    {
        public void Dispose()
        {
            profile.Dispose();
            if (profile.Failure is { } failure)
            {
                result.Error.WriteLine($"warning: {file} is not complete: {failure}");
            }

            if (!result.Quiet)
            {
                foreach (string line in profile.Summary)
                {
                    result.Error.WriteLine(line);
                }

                result.Error.WriteLine(
                    $"profile: {Path.GetFullPath(file)}; open it at ui.perfetto.dev, speedscope.app or chrome://tracing"
                );
            }
        }
    }
}
