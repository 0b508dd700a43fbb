using System.Text.Json.Nodes;
using Refrain.Profiling;

namespace Refrain.Tests.CommandLine;

/// <summary><c>--profile</c> on the embedded demo model.</summary>
public class ProfileTests
{
    // A clock's tick is 0.1 µs, and the operators' is 1 µs.
    private const double Tick = 0.25,
        OperatorTick = 2;

    private static readonly string[] Stages =
    [
        "opening",
        "source",
        "selection",
        "extraction",
        "controls",
        "responses",
        "geometry",
        "judging",
        "measurement",
        "report",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-profile-tests-").FullName;

    [Fact]
    public void Spans_nest_and_cover_the_run_and_the_report_has_the_same_times()
    {
        string file = Path.Combine(folder, "profile.json"),
            run = Path.Combine(folder, "run");
        var (audit, wall) = CommandProcess.Run([
            "audit",
            "--languages",
            "en,ko",
            "--max-new-tokens",
            "8",
            "--run",
            run,
            "--profile",
            file,
            "--profile-operators",
        ]);
        Assert.True(audit.ExitCode == 0, audit.Error);
        var trace = new ProfileTrace(file);
        Assert.True(trace.Ended);
        TraceSpan start = trace.Only("start"),
            root = trace.Only("refrain audit"),
            collecting = trace.Only("collect operators");
        Assert.Equal(0, start.Start);
        Assert.InRange((start.Duration + root.Duration + collecting.Duration) / wall.TotalMicroseconds, 0.95, 1.001);

        TraceSpan[] ofStages = [.. Stages.Select(trace.Only)];
        Assert.InRange(ofStages.Sum(stage => stage.Duration) / root.Duration, 0.95, 1);
        Assert.All(ofStages.Zip(ofStages.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start + Tick, pair.ToString()));
        Assert.All(ofStages, stage => Within(stage, root, Tick));

        var batches = trace.Spans.Where(span => span.Name == "batch").ToList();
        Assert.All(batches, batch => Within(batch, trace.Only(batch.Text("stage")!), Tick));
        // Onset tokens, least divergences and geometry are of what was read before: batches of no rows.
        // Beside a reading stands which prompts it held, under the same key.
        bool Reads(TraceSpan batch) =>
            int.Parse(batch.Text("tokens")!, System.Globalization.CultureInfo.InvariantCulture) > 0 && batch.Text("rows") is not null;
        Assert.All(
            batches.Where(batch =>
                batch.Text("stage") != "geometry"
                && !((string[])["onset", "least divergence"]).Any(end => batch.Text("key")?.EndsWith(end, StringComparison.Ordinal) == true)
            ),
            batch =>
                Assert.True(
                    Reads(batch) || (batch.Text("key") is { } key && batches.Any(other => other.Text("key") == key && Reads(other))),
                    batch.ToString()
                )
        );
        Assert.All(
            batches.Where(batch => batch.Text("stage") == "selection" && batch.Text("key")!.Contains("/from ", StringComparison.Ordinal)),
            batch => Assert.NotNull(batch.Text("candidates"))
        );
        Assert.All(batches.Where(batch => batch.Text("remembered") is null), batch =>
            Assert.Contains(trace.Spans, span => span.Name == "commit" && span.Start >= batch.Start && span.End <= batch.End + Tick)
        );

        var runs = trace.Spans.Where(span => span.Name == "run").OrderBy(span => span.Start).ToList();
        Assert.All(runs, one => Within(one, ofStages.Single(stage => one.Start >= stage.Start && one.Start < stage.End), Tick));
        var operators = trace.Spans.Where(span => span.Category == "operator").ToList();
        Assert.All(operators, one => Within(one, runs.Last(other => other.Start <= one.Start + OperatorTick), OperatorTick));
        Assert.InRange(operators.Sum(one => one.Duration) / runs.Sum(one => one.Duration), 0.3, 1);
        Assert.All((string[])["MatMul", "GroupQueryAttention", "Gather"], name => Assert.Contains(operators, one => one.Name == name));
        Assert.All((string[])["score", "tokenize", "render", "export", "compile", "hash weights", "average", "decode"], name =>
            Assert.Contains(trace.Spans, span => span.Name == name)
        );
        Assert.All((string[])["resident MB", "managed heap MB"], name =>
            Assert.True(trace.Counters.Where(counter => counter.Name == name).Max(counter => counter.Value) > 1)
        );
        Assert.Contains("MatMul", audit.Error, StringComparison.Ordinal);
        Assert.Contains(file, audit.Error, StringComparison.Ordinal);

        var times = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "report.json")))!["times"]!;
        Assert.Equal(Stages[..^1], times["seconds"]!.AsObject().Select(stage => stage.Key));
        Assert.All(Stages[1..^1], stage => Assert.Equal((double)times["seconds"]![stage]!, trace.Only(stage).Duration / 1e6, 0.1));
        Assert.Equal(1, (int)times["starts"]!);
        Assert.All((string[])["source", "extraction"], stage => Assert.Equal(2 * 32, (int)times["processed"]![stage]!["count"]!));
        Assert.Equal(
            (long)times["processed"]!["extraction"]!["tokens"]!,
            batches
                .Where(batch => batch.Text("stage") == "extraction")
                .Sum(batch => long.Parse(batch.Text("tokens")!, System.Globalization.CultureInfo.InvariantCulture))
        );
        Assert.All((string[])["report.html", "report.md"], name =>
            Assert.Contains("Tokens a second", File.ReadAllText(Path.Combine(run, name)), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_an_error_before_anything_is_done()
    {
        string run = Path.Combine(folder, "run");
        var audit = await CommandRun.Of("audit", "--run", run, "--profile", Path.Combine(folder, "none", "profile.json"));
        Assert.Equal(Cli.ExitCode.BadInput, audit.ExitCode);
        Assert.StartsWith("error: --profile: ", audit.Error);
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public async Task Operators_without_a_profile_are_a_usage_error()
    {
        var audit = await CommandRun.Of("audit", "--profile-operators");
        Assert.Equal(
            (
                Cli.ExitCode.Usage,
                "error: --profile-operators: needs a file to write to; expected --profile FILE beside it.\nSee 'refrain audit --help'.\n"
            ),
            (audit.ExitCode, audit.Error)
        );
    }

    [Fact]
    public void Where_nobody_listens_a_span_is_nothing_and_costs_no_memory()
    {
        Assert.Null(Spans.Start("one"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            using var span = Spans.Start("run");
            Spans.Tag("rows", i);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_profile_sees_its_own_flow_of_control_and_ends_with_it()
    {
        string mine = Path.Combine(folder, "mine.json"),
            other = Path.Combine(folder, "other.json");
        Parallel.Invoke(() => Watch(mine, "mine"), () => Watch(other, "other"));
        Spans.Start("after")?.Dispose();
        Assert.Equal(["mine", "refrain"], new ProfileTrace(mine).Spans.Select(span => span.Name));
        Assert.Equal(["other", "refrain"], new ProfileTrace(other).Spans.Select(span => span.Name));
    }

    private static void Watch(string file, string name)
    {
        using var profile = Profile.Start(file);
        using (Spans.Start(name))
        {
            Thread.Sleep(50);
        }
    }

    private static void Within(TraceSpan inner, TraceSpan outer, double tick)
    {
        Assert.True(inner.Start >= outer.Start - tick && inner.End <= outer.End + tick, $"{inner} is not within {outer}");
        Assert.Equal(outer.Thread, inner.Thread);
    }
}
