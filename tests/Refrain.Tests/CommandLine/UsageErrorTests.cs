using System.CommandLine;
using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

public class UsageErrorTests
{
    [Theory]
    [InlineData("wrok", "error: unknown command 'wrok'; did you mean 'work'?\nSee 'refrain --help'.\n")]
    [InlineData("quux", "error: unknown command 'quux'.\nSee 'refrain --help'.\n")]
    [InlineData("", "error: a command is needed.\nSee 'refrain --help'.\n")]
    [InlineData("work --sede 3", "error: unknown option '--sede'; did you mean '--seed'?\nSee 'refrain work --help'.\n")]
    [InlineData("work --sede=3", "error: unknown option '--sede'; did you mean '--seed'?\nSee 'refrain work --help'.\n")]
    [InlineData("work --lang de", "error: unknown option '--lang'; did you mean '--languages'?\nSee 'refrain work --help'.\n")]
    [InlineData("work --verbos", "error: unknown option '--verbos'; did you mean '--verbose'?\nSee 'refrain work --help'.\n")]
    [InlineData("work --seed x", "error: cannot parse argument 'x' for option '--seed' as a whole number.\nSee 'refrain work --help'.\n")]
    [InlineData("work --seed", "error: required argument missing for option: '--seed'.\nSee 'refrain work --help'.\n")]
    [InlineData("work a b", "error: unrecognized command or argument 'b'.\nSee 'refrain work --help'.\n")]
    [InlineData(
        "work --languages en,DE!",
        "error: --languages: 'DE!' is not a language tag; expected for example en,de,zh.\nSee 'refrain work --help'.\n"
    )]
    [InlineData(
        "work --languages en,",
        "error: --languages: '' is not a language tag; expected for example en,de,zh.\nSee 'refrain work --help'.\n"
    )]
    public async Task A_wrong_command_line_names_what_was_meant_and_exits_with_2(string line, string expected)
    {
        var run = await Run(line);
        Assert.Equal(new CommandRun(ExitCode.Usage, "", expected), run);
    }

    [Fact]
    public async Task A_mistyped_option_is_never_taken_for_the_model()
    {
        // The parser binds "--jsn" to MODEL and reports no error.
        var run = await Run("work --jsn");
        Assert.Equal(
            (ExitCode.Usage, "error: unknown option '--jsn'; did you mean '--json'?\nSee 'refrain work --help'.\n"),
            (run.ExitCode, run.Error)
        );
    }

    [Fact]
    public async Task After_two_dashes_a_model_may_begin_with_a_dash()
    {
        var run = await CommandRun.OfWork((result, _) => Said(result, result.GetValue<string?>("MODEL")), "work", "--", "--jsn");
        Assert.Equal(new CommandRun(ExitCode.Done, "--jsn", ""), run);
    }

    [Fact]
    public async Task A_negative_number_is_a_value_and_no_option()
    {
        var run = await CommandRun.OfWork((result, _) => Said(result, result.GetValue<int>("--seed")), "work", "--seed", "-1");
        Assert.Equal(new CommandRun(ExitCode.Done, "-1", ""), run);
    }

    [Fact]
    public async Task Languages_are_split_at_commas_and_named_once()
    {
        var run = await CommandRun.OfWork(
            (result, _) => Said(result, string.Join('|', result.GetValue<string[]?>("--languages")!)),
            "work",
            "--languages",
            "en, de,zh-Hant,en"
        );
        Assert.Equal(new CommandRun(ExitCode.Done, "en|de|zh-Hant", ""), run);
    }

    [Fact]
    public async Task A_path_that_begins_with_an_at_sign_is_a_path()
    {
        var run = await CommandRun.OfWork((result, _) => Said(result, result.GetValue<string?>("MODEL")), "work", "@missing.txt");
        Assert.Equal(new CommandRun(ExitCode.Done, "@missing.txt", ""), run);
    }

    private static Task<CommandRun> Run(string line) =>
        CommandRun.OfWork(
            (_, _) => throw new InvalidOperationException("the command ran"),
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    private static async Task<int> Said(ParseResult result, object? value)
    {
        await result.Output.WriteAsync($"{value}");
        return ExitCode.Done;
    }
}
