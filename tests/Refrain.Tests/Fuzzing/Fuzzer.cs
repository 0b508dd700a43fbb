using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Refrain.Tests.Fuzzing;

/// <summary>
/// Gives a parser mutated inputs and holds it to its limits: only <see cref="BadInputException"/>, at most a second, bounded memory.
/// </summary>
/// <param name="parser">The folder of the corpus, and the name in messages.</param>
/// <param name="mutate">Makes an input from the corpus; the same random numbers give the same input.</param>
/// <param name="use">Parses the input and uses what came of it.</param>
internal sealed class Fuzzer(string parser, Func<FuzzRandom, byte[]> mutate, Action<byte[]> use)
{
    /// <summary>Bytes of the longest input.</summary>
    public const int LongestInput = 64 << 10;

    // A secondary thread of the smallest platform has this much: recursion must be bounded well within it.
    private const int StackBytes = 1 << 20;
    private const int MostFindings = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1),
        Hang = TimeSpan.FromSeconds(60);

    private readonly List<string> findings = [];
    private readonly HashSet<string> known = [];
    private long current = -1,
        started,
        mostAllocated,
        accepted;
    private TimeSpan slowest;
    private volatile string source = "";

    /// <summary>Runs every file of the corpus as it is, then <paramref name="count"/> mutations.</summary>
    /// <param name="count">Mutations; <c>REFRAIN_FUZZ_COUNT</c> overrides it, and <c>REFRAIN_FUZZ_SEED</c> sets the first seed (default
    /// 0).</param>
    public void Run(int count)
    {
        long first = Setting("REFRAIN_FUZZ_SEED") ?? 0;
        count = (int)(Setting("REFRAIN_FUZZ_COUNT") ?? count);
        var refused = new List<string>();
        foreach ((string name, byte[] bytes) in Corpus.Of(parser))
        {
            long before = accepted;
            OnOwnThread(() => Try(bytes, this.source = name));
            refused.AddRange(accepted == before ? [name] : Array.Empty<string>());
        }

        this.accepted = 0;
        long start = Stopwatch.GetTimestamp();
        OnOwnThread(() =>
        {
            for (long seed = first; seed < first + count && findings.Count < MostFindings; seed++)
            {
                Interlocked.Exchange(ref current, seed);
                this.source = $"seed {seed}";
                Interlocked.Exchange(ref started, Stopwatch.GetTimestamp());
                byte[] input = mutate(new FuzzRandom((ulong)seed));
                Try(input.Length > LongestInput ? input[..LongestInput] : input, this.source);
            }
        });
        string summary =
            $"{parser}: {count} mutations from seed {first} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; "
            + $"slowest {this.slowest.TotalMilliseconds:F0} ms, most allocated {mostAllocated >> 10} KiB; "
            + $"{100.0 * accepted / Math.Max(1, count):F0} % are no bad input; seeds refused: {string.Join(", ", refused)}";
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        if (Environment.GetEnvironmentVariable("REFRAIN_FUZZ_REPORT") is { } report)
        {
            File.AppendAllText(report, summary + "\n");
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    /// <summary>Runs on a thread with a small stack while this one watches that the current input ends.</summary>
    private void OnOwnThread(Action action)
    {
        Exception? failure = null;
        Interlocked.Exchange(ref started, Stopwatch.GetTimestamp());
        var thread = new Thread(() => failure = Record.Exception(action), StackBytes) { IsBackground = true };
        thread.Start();
        while (!thread.Join(TimeSpan.FromSeconds(1)))
        {
            Assert.True(
                Stopwatch.GetElapsedTime(Interlocked.Read(ref started)) < Hang,
                $"{parser}: {this.source} has not ended after {Hang.TotalSeconds} s. {Repeat(Interlocked.Read(ref current))}"
            );
        }

        Assert.True(failure is null, $"{parser}: the harness failed at {this.source}: {failure}");
    }

    private void Try(byte[] input, string source)
    {
        if (Problem(input) is not { } problem || !known.Add(problem.Kind))
        {
            return;
        }

        byte[] smallest = Minimiser.Run(input, candidate => Problem(candidate)?.Kind == problem.Kind);
        string path = Path.Combine(Path.GetTempPath(), $"refrain-fuzz-{parser}-{source.Replace(' ', '-')}");
        File.WriteAllBytes(path, smallest);
        findings.Add(
            $"{parser}, {source}: {problem.Text}\n  {smallest.Length} bytes after minimising, in {path}: {Shown(smallest)}\n"
                + $"  {Repeat(current)}"
        );
    }

    /// <summary>What is wrong with the parser's answer to an input; null: nothing.</summary>
    private (string Kind, string Text)? Problem(byte[] input)
    {
        TimeSpan best = TimeSpan.MaxValue;
        // Other processes may hold the machine: the best of three tries is the input's own time.
        for (int tries = 0; tries < 3 && best > Limit; tries++)
        {
            Interlocked.Exchange(ref started, Stopwatch.GetTimestamp());
            long start = Stopwatch.GetTimestamp(),
                before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                use(input);
                accepted++;
            }
            catch (BadInputException) { }
            catch (Exception error)
            {
                return ($"{error.GetType()} {error.StackTrace?.Split('\n')[0]}", error.ToString());
            }

            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            mostAllocated = Math.Max(mostAllocated, allocated);
            if (allocated > (8L * input.Length) + (16 << 20))
            {
                return ("allocation", $"allocates {allocated} bytes for an input of {input.Length}");
            }

            best = elapsed < best ? elapsed : best;
        }

        this.slowest = best > this.slowest ? best : this.slowest;
        return best > Limit ? ("time", $"takes at best {best.TotalMilliseconds:F0} ms for an input of {input.Length} bytes") : null;
    }

    private string Repeat(long seed) =>
        $"Repeat it with REFRAIN_FUZZ_SEED={seed} REFRAIN_FUZZ_COUNT=1 and the test class of {parser}; "
        + $"then put the minimised file into Corpus/{parser}.";

    private static string Shown(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 400)));
        return string.Concat(text.Select(character => char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString()));
    }

    private static long? Setting(string name) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
}
