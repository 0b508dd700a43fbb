using System.CommandLine;
using System.Diagnostics;
using Refrain.Cli.Json;
using Refrain.Exploring;
using Refrain.Server;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain explore</c>: a finished run in the browser, with every response.</summary>
internal static class ExploreCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A finished run's folder; it is only read." };
        var port = new Option<int>("--port")
        {
            Description = "The port on 127.0.0.1; a free one by default.",
            HelpName = "number",
            DefaultValueFactory = _ => 0,
        };
        Options.Within(port, 0, 65535, whole: true, "a whole number from 0 to 65535");
        var open = new Option<bool>("--open") { Description = "Open the page in the browser." };
        var json = Options.Json("the address");
        var command = new Command(
            "explore",
            "Shows a finished run in the browser of this machine: the report, and every response with a search."
        )
        {
            run,
            port,
            open,
            json,
        };
        command.SetAction(
            (result, cancel) =>
                Serve(result, result.GetRequiredValue(run), result.GetValue(port), result.GetValue(open), result.GetValue(json), cancel)
        );
        return command.WithExample("Look at a run; Ctrl-C ends it", "refrain explore runs/my-model-0123456789ab");
    }

    private static async Task<int> Serve(ParseResult result, string run, int port, bool open, bool json, CancellationToken cancel)
    {
        await using var server = await ExplorerServer.Start(RunExploration.Open(run), port, cancel);
        await result.Output.WriteLineAsync(json ? CliJson.Compact(new AddressJson(server.Address.ToString())) : server.Address.ToString());
        await result.Output.FlushAsync(CancellationToken.None);
        if (!result.Quiet)
        {
            await result.Error.WriteLineAsync("Only this machine's browsers are answered. Ctrl-C ends it.");
        }

        if (open)
        {
            Open(result, server.Address);
        }

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        }
        catch (OperationCanceledException)
        {
            // How it is meant to end.
        }

        return ExitCode.Done;
    }

    private static void Open(ParseResult result, Uri address)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true });
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            result.Error.WriteLine($"No browser could be opened ({error.Message}): open the address yourself.");
        }
    }
}
