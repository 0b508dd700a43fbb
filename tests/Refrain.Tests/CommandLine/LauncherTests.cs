using System.Diagnostics;
using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

public class LauncherTests
{
    [Fact]
    public async Task The_launcher_works_through_a_link_from_a_folder_with_spaces()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a bash script");
        Shared.NeedSlow(); // It builds when sources are newer.
        var folder = Directory.CreateTempSubdirectory("refrain with spaces ");
        try
        {
            string link = Path.Combine(folder.FullName, "a link");
            File.CreateSymbolicLink(link, Path.Combine(Shared.Repository, "refrain"));
            using var process = Process.Start(
                new ProcessStartInfo(link, ["wrok it"])
                {
                    WorkingDirectory = folder.FullName,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var output = process.StandardOutput.ReadToEndAsync();
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal((ExitCode.Usage, ""), (process.ExitCode, await output));
            Assert.Contains("'wrok it'", error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
