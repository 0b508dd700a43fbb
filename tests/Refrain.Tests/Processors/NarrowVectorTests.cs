using System.Runtime.Intrinsics;
using System.Xml.Linq;

namespace Refrain.Tests.Processors;

/// <summary>What takes all processors runs alone: other tests measure time.</summary>
[CollectionDefinition(nameof(OtherProcessors), DisableParallelization = true)]
public sealed class OtherProcessors;

/// <summary>
/// No golden file hangs on a processor's last digits: the tests whose numbers are added in vectors run once more in a process without
/// AVX-512. On a machine that has none they run all the same, as they did in this process.
/// </summary>
[Collection(nameof(OtherProcessors))]
public class NarrowVectorTests
{
    private static readonly string[] Affected =
    [
        "Refrain.Tests.Comparing.ComparisonGoldenTests.*",
        "Refrain.Tests.Comparing.DriftChecksTests.*",
        "Refrain.Tests.Inspections.InspectCommandTests.What_is_printed_is_its_golden_file",
        "Refrain.Tests.Measurement.*",
        "Refrain.Tests.Reports.*",
        "Refrain.Tests.Controls.ControlDirectionsTests.*",
        "Refrain.Tests.Controls.LabelTestTests.*",
        "Refrain.Tests.Directions.DistributionTests.*",
        "Refrain.Tests.Directions.FilteredSourceTests.*",
    ];

    [Fact]
    public void Tests_that_add_in_vectors_pass_in_narrow_ones_too()
    {
        Assert.SkipWhen(GoldenText.Update, "golden files are being written");
        Assert.False(NarrowVectors.Here, "the list of affected tests holds this one");
        string results = Path.GetTempFileName();
        var (exitCode, output) = NarrowVectors.Run(
            [.. Affected.SelectMany(name => new[] { "-method", name }), "-xml", results],
            NarrowVectors.Switches
        );
        Assert.True(exitCode == 0, output);
        string[] passed =
        [
            .. XDocument.Load(results).Descendants("test").Where(test => (string?)test.Attribute("result") == "Pass").Select(Method),
        ];
        Assert.All(Affected, name => Assert.Contains(passed, one => one.StartsWith(name.TrimEnd('*'), StringComparison.Ordinal)));
        File.Delete(results);
    }

    [Fact]
    public void A_switch_that_turns_nothing_off_is_noticed()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "needs a processor with AVX-512");
        var (exitCode, output) = NarrowVectors.Run(["-class", "Refrain.Tests.GoldenTextTests"], ["DOTNET_EnableNothing"]);
        Assert.Equal(NarrowVectors.StillWide, exitCode);
        Assert.Contains("vectors of 512 bits are in use", output, StringComparison.Ordinal);
    }

    private static string Method(XElement test) => $"{(string?)test.Attribute("type")}.{(string?)test.Attribute("method")}";
}
