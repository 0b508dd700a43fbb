namespace Refrain.Tests.CommandLine;

/// <summary>Audits that are killed at random moments and started again.</summary>
public class KillTests
{
    private const int Kills = 20;

    /// <summary>
    /// Arguments of the audit; <c>REFRAIN_KILL_ARGUMENTS</c> names a longer one, <c>REFRAIN_KILL_SECONDS</c> the longest time between
    /// kills.
    /// </summary>
    private static readonly string[] Audit = Environment.GetEnvironmentVariable("REFRAIN_KILL_ARGUMENTS")?.Split(' ')
        ?? ["audit", "--languages", "en,de,ko"];
    private static readonly double Longest = double.Parse(
        Environment.GetEnvironmentVariable("REFRAIN_KILL_SECONDS") ?? "2.5",
        System.Globalization.CultureInfo.InvariantCulture
    );

    [Fact]
    public void An_audit_killed_twenty_times_at_random_ends_in_the_report_of_one_that_was_not()
    {
        Shared.NeedSlow();
        string folder = Directory.CreateTempSubdirectory("refrain-kill-").FullName;
        string undisturbed = Environment.GetEnvironmentVariable("REFRAIN_KILL_REFERENCE") ?? Path.Combine(folder, "undisturbed");
        if (!File.Exists(Path.Combine(undisturbed, "report.json")))
        {
            Assert.Equal(0, Run(undisturbed, null));
        }

        var random = new Random(20);
        for (int kills = 0, run = 0; kills < Kills; run++)
        {
            string killed = Path.Combine(folder, $"killed-{run}");
            while (kills < Kills && Run(killed, TimeSpan.FromSeconds(0.2 + random.NextDouble() * Longest)) != 0)
            {
                kills++;
            }

            Assert.Equal(0, Run(killed, null));
            SameRun.Of(undisturbed, killed);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs the audit, killed after a while; its exit code, not 0 when it was killed.</summary>
    private static int Run(string run, TimeSpan? kill)
    {
        using var process = CommandProcess.Start([.. Audit, "--run", run, "--quiet"]);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (kill is { } after && !process.WaitForExit(after))
        {
            process.Kill();
        }

        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}: {error.Result} {output.Result}");
        return process.ExitCode;
    }
}
