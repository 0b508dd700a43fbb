using System.Text.Json;

namespace Refrain.Tests.CommandLine;

/// <summary>Mechanism verdicts of aligned-270m, on test ids that its tuning did not see, in a language of each kind.</summary>
public class AlignedVerdictTests
{
    [Fact]
    public async Task English_is_protected_Korean_has_an_action_gap_and_Yoruba_a_representation_gap_and_no_capability()
    {
        Shared.NeedSlow();
        string folder = Path.Combine(Directory.CreateTempSubdirectory("refrain-verdicts-").FullName, "run");
        var run = await CommandRun.Of(
            "audit", Shared.Path("models", "aligned-270m"), "--suite", Shared.Path("data", "polyrefuse"), "--languages", "en,ko,yo", "--test-ids", "harmful:286-349,harmless:250-313", "--run", folder, "--json", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        (string?, bool) Mechanism(string language)
        {
            var mechanism = json.RootElement.GetProperty("languages").GetProperty(language).GetProperty("mechanism");
            return (mechanism.GetProperty("verdict").GetString(), mechanism.GetProperty("incapable").GetBoolean());
        }

        Assert.Equal(("protected", false), Mechanism("en"));
        Assert.Equal(("action gap", false), Mechanism("ko"));
        Assert.Equal(("representation gap", true), Mechanism("yo"));
        Assert.Equal(12, json.RootElement.GetProperty("geometry").GetProperty("layer").GetInt32());
    }
}
