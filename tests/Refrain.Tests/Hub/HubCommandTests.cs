using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Hub;

/// <summary>The command line as a process of its own, whose environment leads to the test's server.</summary>
public class HubCommandTests
{
    [Fact]
    public void Inspect_and_tokens_take_a_name_and_need_the_network_once()
    {
        using var folder = new TemporaryFolder();
        string demo = EmbeddedDemo.Extract(folder.Path);
        using var hub = new HubRepository([.. Directory.GetFiles(demo).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))]);
        (int code, string output, string error) = Run(hub, offline: false, "inspect", HubRepository.Name, "--json");
        Assert.Equal((0, ""), (code, code == 0 ? "" : error));
        using (var json = JsonDocument.Parse(output))
        {
            Assert.Equal(HubRepository.Name, json.RootElement.GetProperty("name").GetString());
            Assert.Equal(HubRepository.Commit, json.RootElement.GetProperty("revision").GetString());
            Assert.NotEqual(JsonValueKind.Null, json.RootElement.GetProperty("post_instruction").ValueKind);
        }

        Assert.Contains("weights 4.4/4.4 MB", error, StringComparison.Ordinal);
        hub.Server.Requests.Clear();
        string input = folder.Write("input.json", """{"texts": ["Hello"]}""");
        (code, output, error) = Run(hub, offline: true, "tokens", HubRepository.Name, "--input", input, "--json");
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("{\"encode\": [[", output.Replace("{\"encode\":[[", "{\"encode\": [["), StringComparison.Ordinal);
        Assert.Empty(hub.Server.Requests);
    }

    [Fact]
    public void A_missing_model_is_one_line_and_exit_code_3()
    {
        using var hub = HubRepository.Tiny();
        (int code, string output, string error) = Run(hub, offline: false, "inspect", "org/absent");
        Assert.Equal((3, ""), (code, output));
        Assert.StartsWith(
            "error: org/absent: is no folder or file here, and no model at " + hub.Server.Address,
            error,
            StringComparison.Ordinal
        );
    }

    private static (int Code, string Output, string Error) Run(HubRepository hub, bool offline, params string[] arguments)
    {
        var (run, _) = CommandProcess.Run(
            arguments,
            ("HF_ENDPOINT", hub.Server.Address),
            ("HF_HUB_CACHE", hub.Cache),
            ("HF_HUB_OFFLINE", offline ? "1" : "0"),
            ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")
        );
        return (run.ExitCode, run.Output, run.Error);
    }
}
