using Refrain.Cli.Progress;
using Refrain.Runs.Progress;
using Spectre.Console;

namespace Refrain.Tests.CommandLine;

public class ProgressTests
{
    [Fact]
    public void A_log_gets_the_first_update_then_a_line_every_ten_seconds_and_the_last()
    {
        using var log = new StringWriter { NewLine = "\n" };
        var clock = new Clock();
        var lines = new ProgressLines(log, clock);
        for (int second = 0; second <= 25; second++)
        {
            lines.Report(new ProgressEvent("responses", second, 26, clock.Now, second == 0 ? null : TimeSpan.FromSeconds(25 - second)));
            clock.Now += TimeSpan.FromSeconds(1);
        }

        lines.End();
        Assert.Equal(
            """
            responses 0/26, 0:00 elapsed
            responses 10/26, 0:10 elapsed, 0:15 left
            responses 20/26, 0:20 elapsed, 0:05 left
            responses 25/26, 0:25 elapsed, 0:00 left

            """.ReplaceLineEndings("\n"),
            log.ToString()
        );
    }

    [Fact]
    public void A_log_does_not_repeat_its_last_line()
    {
        using var log = new StringWriter { NewLine = "\n" };
        var lines = new ProgressLines(log, new Clock());
        lines.Report(new ProgressEvent("judging", 3, 0, TimeSpan.FromHours(27), null));
        lines.End();
        Assert.Equal("judging 3, 27:00:00 elapsed\n", log.ToString());
    }

    [Fact]
    public void A_terminal_gets_a_bar_per_stage_with_counts_and_times()
    {
        using var screen = new StringWriter();
        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                Interactive = InteractionSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(screen),
            }
        );
        terminal.Profile.Width = 120;
        var bars = new ProgressBars(terminal);
        bars.Report(new ProgressEvent("[selection]", 85, 85, TimeSpan.FromSeconds(62), TimeSpan.FromSeconds(600)));
        bars.Report(new ProgressEvent("responses", 7, 896, TimeSpan.FromSeconds(65), TimeSpan.FromSeconds(3723)));
        bars.End();
        string[] rows = screen.ToString().Split('\n');
        Assert.Contains(rows, row =>
            row.Contains("[selection]", StringComparison.Ordinal)
            && row.Contains("85/85", StringComparison.Ordinal)
            && row.Contains("1:02", StringComparison.Ordinal)
            && !row.Contains("left", StringComparison.Ordinal)
        );
        Assert.Contains(rows, row =>
            row.Contains("responses", StringComparison.Ordinal)
            && row.Contains("7/896", StringComparison.Ordinal)
            && row.Contains("1:05", StringComparison.Ordinal)
            && row.Contains("1:02:03 left", StringComparison.Ordinal)
        );
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
