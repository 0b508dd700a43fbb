using System.Globalization;
using Refrain.Runs.Progress;

namespace Refrain.Cli.Progress;

/// <summary>The words and numbers of progress.</summary>
internal static class ProgressText
{
    /// <summary>For example <c>selection 40/85, 1:05 elapsed, 2:10 left</c>.</summary>
    public static string Line(ProgressEvent update) =>
        $"{update.Stage} {Count(update)}, {Time(update.Elapsed)} "
        + $"elapsed{(update.Remaining is { } remaining ? $", {Time(remaining)} left" : "")}";

    /// <summary><c>40/85</c>, or <c>40</c> where the total is not known; bytes as <c>1.5/988.1 MB</c>.</summary>
    public static string Count(ProgressEvent update) =>
        update.Bytes ? string.Create(CultureInfo.InvariantCulture, $"{update.Done / 1e6:F1}/{update.Total / 1e6:F1} MB")
        : update.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{update.Done}/{update.Total}")
        : update.Done.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>0:05</c>, <c>12:00</c>, <c>1:02:03</c>; seconds are cut, not rounded.</summary>
    public static string Time(TimeSpan time) =>
        time.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}");
}
