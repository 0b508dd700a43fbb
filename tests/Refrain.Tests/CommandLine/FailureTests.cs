using Microsoft.Data.Sqlite;
using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

public class FailureTests
{
    public static TheoryData<Exception, int, string> Failures =>
        new()
        {
            { new BadInputException("a.json: x", "is 3", "4"), ExitCode.BadInput, "error: a.json: x: is 3; expected 4.\n" },
            { new AggregateException(new BadInputException("a", "is empty")), ExitCode.BadInput, "error: a: is empty.\n" },
            { new TypeInitializationException("T", new BadInputException("a", "is empty")), ExitCode.BadInput, "error: a: is empty.\n" },
            { new FileNotFoundException("Could not find file 'a'.", "a"), ExitCode.BadInput, "error: Could not find file 'a'.\n" },
            {
                new IOException("No space left on device : '/x/run.db'.", 28),
                ExitCode.Failed,
                "error: the disk is full: No space left on device : '/x/run.db'. Free some space and run the same command to continue.\n"
            },
            {
                new SqliteException("database or disk is full.", 13),
                ExitCode.Failed,
                "error: the disk is full: database or disk is full. Free some space and run the same command to continue.\n"
            },
            {
                new UnauthorizedAccessException("Access to the path '/x' is denied."),
                ExitCode.Failed,
                "error: no permission: Access to the path '/x' is denied.\n"
            },
            { new IOException("two\nlines"), ExitCode.Failed, "error: two lines\n" },
            { new IOException("Broken pipe", 32), ExitCode.Done, "" },
        };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task A_failure_is_one_line_and_an_exit_code(Exception exception, int code, string error)
    {
        var run = await CommandRun.OfWork((_, _) => throw exception, "work");
        Assert.Equal(new CommandRun(code, "", error), run);
    }

    [Fact]
    public async Task A_fault_of_the_program_says_where_to_report_it_and_hides_its_stack_trace()
    {
        var run = await CommandRun.OfWork((_, _) => throw new InvalidOperationException("odd"), "work");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.StartsWith(
            "error: InvalidOperationException: odd This is a fault in refrain: please report it",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task With_verbose_the_stack_trace_is_shown()
    {
        var run = await CommandRun.OfWork((_, _) => throw new InvalidOperationException("odd"), "work", "--verbose");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("   at Refrain.Tests.CommandLine.FailureTests", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_own_exit_code_is_passed_on()
    {
        var run = await CommandRun.OfWork((_, _) => Task.FromResult(ExitCode.ThresholdMissed), "work");
        Assert.Equal(new CommandRun(ExitCode.ThresholdMissed, "", ""), run);
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        // A time limit inside a library looks like this.
        var run = await CommandRun.OfWork((_, _) => throw new OperationCanceledException(), "work");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
    }
}
