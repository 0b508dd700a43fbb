using Refrain.Checkpoints.Configs;
using Refrain.Tests.CommandLine;
using Refrain.Tests.Inference.Gguf;
using Refrain.Tests.Inference.Rotary;

namespace Refrain.Tests.Inference.Accuracy;

/// <summary>docs/architectures.md says how exact every architecture is, as it is measured here; REFRAIN_UPDATE_GOLDEN=1 writes its tables anew.</summary>
public class AccuracyDocumentTests
{
    private const string Marker = "<!-- From here on measured: REFRAIN_UPDATE_GOLDEN=1 ./build test AccuracyDocument -->\n";
    private const double Tolerance = 1e-4;

    // Processors differ in the last bits, and each differs from the references in them; more than this is a change of the arithmetic.
    private const double Stable = 10;

    private static readonly string _document = Path.Combine(Shared.Repository, "docs", "architectures.md");

    // A further reference is a further line here, or a further row in one of these.
    private static IEnumerable<AccuracyRow> Measured() =>
    [
        .. GoldenArchitectureTests.Names.Select(GoldenAccuracy.Measure),
        .. ConvertedGgufTests.Accuracy(),
        .. RotaryScalingTests.Accuracy(),
        .. LlamaCppTests.Accuracy(),
    ];

    [Fact]
    public void The_document_says_how_exact_each_architecture_is()
    {
        AccuracyRow[] measured = [.. Measured()];
        string[] wrong = [.. measured.Where(row => row.Differences.Any(difference => !(difference is null or <= Tolerance))).Select(row => row.ToString())];
        Assert.True(wrong.Length == 0, $"differ by more than {Tolerance}:\n{string.Concat(wrong)}");

        string text = File.ReadAllText(_document);
        Assert.Contains(Marker, text, StringComparison.Ordinal);
        int end = text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        if (CommandHelp.Update)
        {
            File.WriteAllText(_document, text[..end] + "\n" + AccuracyRow.Header + string.Concat(measured.AsEnumerable()));
            return;
        }

        AccuracyRow[] said = [.. text[end..].Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(AccuracyRow.Parse)];
        Assert.Equal(said.Select(row => row.Key), measured.Select(row => row.Key));
        string[] stale = [.. said.Zip(measured).Where(pair => IsStale(pair.First, pair.Second)).Select(pair => $"{pair.First}now {pair.Second}")];
        Assert.True(stale.Length == 0, $"differ by more than an order of magnitude from what was measured before; if that is meant, run REFRAIN_UPDATE_GOLDEN=1 ./build test AccuracyDocument\n{string.Concat(stale)}");
    }

    [Fact]
    public void Every_architecture_that_can_be_read_is_measured_and_described()
    {
        string[] supported = Architectures.Supported.Split([", ", " or "], StringSplitOptions.None);
        string text = File.ReadAllText(_document);
        Assert.All(supported, name => Assert.Contains(name, GoldenArchitectureTests.Names));
        Assert.All(supported, name => Assert.Contains($"| `{name}` |", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1e-6)]
    [InlineData(3e-7, 1e-6)]
    [InlineData(1e-6, 1e-6)]
    [InlineData(1.01e-6, 2e-6)]
    [InlineData(9.2e-6, 1e-5)]
    [InlineData(4.9e-5, 5e-5)]
    public void A_difference_is_rounded_up_to_one_digit(double difference, double expected) => Assert.Equal(expected, AccuracyRow.Rounded(difference), 1e-3 * expected);

    [Fact]
    public void A_row_reads_as_it_is_written()
    {
        var row = new AccuracyRow("llama", "GGUF", "transformers", 3e-6, null, 9.9e-6);
        var read = AccuracyRow.Parse(row.ToString());
        Assert.Equal((row.Key, row.ToString()), (read.Key, read.ToString()));
        Assert.Equal("| llama | GGUF | transformers | 3e-6 | – | 1e-5 | – | – | – | – |\n", row.ToString());
    }

    private static bool IsStale(AccuracyRow said, AccuracyRow measured) => Enumerable.Range(0, AccuracyRow.Quantities.Length).Any(i =>
        (i < measured.Differences.Count ? measured.Differences[i] : null) is not { } now
            ? said.Differences[i] is not null
            : said.Differences[i] is not { } before || AccuracyRow.Rounded(now) > before * Stable * 1.001 || before > AccuracyRow.Rounded(now) * Stable * 1.001);
}
