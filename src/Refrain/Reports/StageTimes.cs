using Refrain.Measurement;

namespace Refrain.Reports;

/// <summary>Where an audit's time went, as words.</summary>
internal static class StageTimes
{
    /// <summary>The columns: two of words, then numbers.</summary>
    public static IReadOnlyList<string> Head { get; } = ["Stage", "Worked on", "Time", "Share", "Tokens a second"];

    /// <summary>A row per stage in the order of the stages, and one for all.</summary>
    public static IReadOnlyList<string[]> Rows(RunTimes times)
    {
        double all = times.Seconds.Values.Sum();
        return
        [
            .. times.Seconds.Select(stage =>
                Row(stage.Key.Replace('_', ' '), times.Processed.GetValueOrDefault(stage.Key), stage.Value, all)
            ),
            Row("total", null, all, all),
        ];
    }

    /// <summary>How to read them.</summary>
    public static string Caption(RunTimes times)
    {
        string starts = times.Starts switch
        {
            0 => "all parts of an interrupted run together",
            1 => "in one start",
            _ => $"all {times.Starts} starts together, but for what an interruption lost",
        };
        string machine =
            times.Threads > 0
                ? $" Last computed by {times.Threads} {(times.Threads == 1 ? "thread" : "threads")} "
                    + $"in batches of {Figures.Count(times.BatchTokens)} tokens."
                : "";
        string tokens =
            times.Processed.Count > 0
                ? " Tokens that went through a part of the layers are counted in part; "
                    + "work that was not done again after an interruption is counted once."
                : "";
        return $"Wall-clock time per stage, {starts}.{machine}{tokens}";
    }

    private static string[] Row(string stage, StageWork? work, double seconds, double all) =>
        [
            stage,
            work is null
                ? ""
                : $"{Figures.Count(work.Count)} {work.Of}{(work.Tokens is { } tokens ? $", {Figures.Count(tokens)} tokens" : "")}",
            Figures.Duration(seconds),
            Figures.Percent(all > 0 ? seconds / all : null),
            work?.Tokens is { } read && seconds > 0 ? Figures.Count((long)Math.Round(read / seconds)) : Figures.Missing,
        ];
}
