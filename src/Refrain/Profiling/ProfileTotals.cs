using System.Diagnostics;
using System.Globalization;

namespace Refrain.Profiling;

/// <summary>Seconds of a profile, added up per kind of span and per operator in each stage. Safe for several threads.</summary>
internal sealed class ProfileTotals
{
    private const string StageTag = "stage";

    private readonly Lock gate = new();
    private readonly Dictionary<string, Total> spans = [];
    private readonly Dictionary<(string Stage, string Operator), Total> operators = [];
    private readonly List<(string Name, DateTime Start, DateTime End)> stages = [];

    /// <summary>A span that has ended. Its own time is without that of the spans in it.</summary>
    public void Add(Activity span)
    {
        lock (gate)
        {
            Of(spans, span.OperationName).Add(span.Duration, span.Duration);
            if (span.Parent is { } parent)
            {
                Of(spans, parent.OperationName).Own -= span.Duration;
            }

            if (span.GetTagItem(StageTag) is string stage && span.OperationName == stage)
            {
                stages.Add((stage, span.StartTimeUtc, span.StartTimeUtc + span.Duration));
            }
        }
    }

    /// <summary>A call of an operator.</summary>
    public void Add(string name, DateTime start, TimeSpan duration)
    {
        lock (gate)
        {
            string stage = stages.FirstOrDefault(stage => start >= stage.Start && start < stage.End).Name ?? "other";
            Of(operators, (stage, name)).Add(duration, duration);
        }
    }

    /// <summary>Both tables, a line each, the longest first.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (gate)
        {
            var lines = new List<string> { "seconds    own  calls  span" };
            lines.AddRange(
                spans
                    .Where(pair => pair.Value.Calls > 0)
                    .OrderByDescending(pair => pair.Value.All)
                    .Select(pair => Line(pair.Value, pair.Key))
            );
            foreach (var stage in operators.GroupBy(pair => pair.Key.Stage))
            {
                double all = stage.Sum(pair => pair.Value.All.TotalSeconds);
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{all, 7:F2} in operators of {stage.Key}:"));
                lines.AddRange(
                    stage
                        .OrderByDescending(pair => pair.Value.All)
                        .Select(pair =>
                            Line(pair.Value, pair.Key.Operator)
                            + string.Create(CultureInfo.InvariantCulture, $" {pair.Value.All.TotalSeconds / all:P1}")
                        )
                );
            }

            return lines;
        }
    }

    private static string Line(Total total, string name) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{total.All.TotalSeconds, 7:F2} {total.Own.TotalSeconds, 6:F2} {total.Calls, 6}  {name}"
        );

    private static Total Of<TKey>(Dictionary<TKey, Total> totals, TKey key)
        where TKey : notnull => totals.TryGetValue(key, out var total) ? total : totals[key] = new Total();

    private sealed class Total
    {
        public TimeSpan All,
            Own;
        public int Calls;

        public void Add(TimeSpan all, TimeSpan own) => (All, Own, Calls) = (All + all, Own + own, Calls + 1);
    }
}
