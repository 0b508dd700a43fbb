using Refrain.Runs.Progress;

namespace Refrain.Tests.Runs;

public class ProgressMeterTests
{
    private readonly ManualClock clock = new();
    private readonly List<ProgressEvent> events = [];

    [Fact]
    public void At_a_steady_speed_the_time_left_is_that_of_all_the_work_left()
    {
        var meter = Meter(new PlannedStage("responses", 50), new PlannedStage("judging", 100));
        meter.Begin("responses", 10, 100); // The plan had guessed 50.
        Assert.Null(events[^1].Remaining);
        for (int batch = 0; batch < 4; batch++)
        {
            clock.Seconds += 5;
            meter.Advance(1, 10);
        }

        // 2 units a second; 60 are left here, 100 in the next stage.
        Assert.Equal(new ProgressEvent("responses", 4, 10, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(80)), Rounded(events[^1]));
    }

    [Fact]
    public void Work_of_an_earlier_start_counts_as_done_but_not_as_speed()
    {
        var meter = Meter();
        meter.Begin("responses", 1000, 1000);
        clock.Seconds += 1;
        meter.Resume(900, 900);
        Assert.Equal((900L, (TimeSpan?)null), (events[^1].Done, events[^1].Remaining));
        clock.Seconds += 10;
        meter.Advance(10, 10);
        Assert.Equal(TimeSpan.FromSeconds(90), Rounded(events[^1]).Remaining);
    }

    [Fact]
    public void More_work_than_was_estimated_is_never_more_than_all()
    {
        var meter = Meter();
        meter.Begin("selection", 10, 100);
        meter.Advance(8, 80);
        Assert.Equal((8L, 10L), (events[^1].Done, events[^1].Total));
        meter.Advance(5, 50);
        Assert.Equal((13L, 13L), (events[^1].Done, events[^1].Total));
    }

    [Fact]
    public void The_speed_follows_a_change_within_a_few_time_constants()
    {
        var meter = Meter();
        meter.Begin("responses", 10_000, 10_000);
        Advance(meter, 100, 10);
        Advance(meter, 120, 1);
        Assert.InRange(events[^1].Remaining!.Value.TotalSeconds, 7_000, 8_880); // 8,880 units at 1 a second; the old speed would say 888.
    }

    [Fact]
    public void The_time_left_does_not_depend_on_how_often_progress_is_told()
    {
        double[] left =
        [
            .. new[] { 1, 10 }.Select(step =>
            {
                var meter = Meter();
                meter.Begin("responses", 1_000, 1_000);
                for (int i = 0; i < 20; i += step)
                {
                    clock.Seconds += step;
                    meter.Advance(step, step * 2);
                }

                return events[^1].Remaining!.Value.TotalSeconds;
            }),
        ];
        Assert.Equal(left[0], left[1], 1e-6);
    }

    [Fact]
    public void A_stage_that_ended_early_leaves_nothing_behind()
    {
        var meter = Meter(new PlannedStage("selection", 1e9), new PlannedStage("judging", 10));
        meter.Begin("selection", 10, 1e9);
        clock.Seconds += 1;
        meter.Advance(1, 1);
        meter.Begin("judging", 1, 10);
        Assert.Equal(TimeSpan.FromSeconds(10), Rounded(events[^1]).Remaining);
        meter.End();
        Assert.Equal(TimeSpan.Zero, events[^1].Remaining);
    }

    [Fact]
    public void A_vanishing_speed_gives_a_long_time_and_not_an_overflow()
    {
        var meter = Meter();
        meter.Begin("responses", 10, 1e300);
        clock.Seconds += 1e6;
        meter.Advance(1, 1e-300);
        Assert.Equal(TimeSpan.FromDays(99), events[^1].Remaining);
    }

    private ProgressMeter Meter(params PlannedStage[] plan) => new(plan, events.Add, clock);

    private void Advance(ProgressMeter meter, int steps, double work)
    {
        for (int i = 0; i < steps; i++)
        {
            clock.Seconds += 1;
            meter.Advance(1, work);
        }
    }

    private static ProgressEvent Rounded(ProgressEvent e) =>
        e with
        {
            Remaining = e.Remaining is { } left ? TimeSpan.FromSeconds(Math.Round(left.TotalSeconds, 6)) : null,
        };

    private sealed class ManualClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)Math.Round(Seconds * TimestampFrequency);
    }
}
