using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Refrain.Inference;
using Refrain.Tests.Inference.Gguf;
using Refrain.Tests.Inference.Rotary;

namespace Refrain.Tests.Inference;

/// <summary>The table of docs/architectures.md is what these tests measure; REFRAIN_UPDATE_GOLDEN=1 writes it anew.</summary>
public class ArchitectureTableTests
{
    private const string Marker = "<!-- From here on generated: REFRAIN_UPDATE_GOLDEN=1 ./build test ArchitectureTable -->\n";
    private const double Limit = 1e-4;
    private const string Transformers = "transformers, float32",
        LlamaCpp = "llama.cpp, float32";
    private const string Written = "GGUF of the tests";

    private static string Document => Path.Combine(Shared.Repository, "docs", "architectures.md");

    [Fact]
    public void The_document_lists_the_largest_difference_of_each_architecture_and_format()
    {
        string table = Generate();
        string text = File.ReadAllText(Document);
        int end = text.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length;
        Assert.True(end > Marker.Length, $"{Document} has lost its marker");
        if (Environment.GetEnvironmentVariable("REFRAIN_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Document, text[..end] + table);
            return;
        }

        // Processors round differently: a figure may move by its order of magnitude, everything else is as written.
        Assert.Equal(WithoutFigures(text[end..]), WithoutFigures(table));
        foreach ((double written, double found) in Figures(text[end..]).Zip(Figures(table)))
        {
            Assert.InRange(found, 0, Limit);
            Assert.True(
                found <= Math.Max(10 * written, 1e-6),
                $"{found:G1} was {written:G1} when the table was written: "
                    + $"find out why, or run REFRAIN_UPDATE_GOLDEN=1 ./build test ArchitectureTable"
            );
        }
    }

    private static string Generate()
    {
        var text = new StringBuilder(
            "\n| architecture | format | reference | logits | streams | stream ablation | module ablation | addition | batch, "
                + "order | chunks |\n|---|---|---|---|---|---|---|---|---|---|\n"
        );
        foreach (string name in GoldenArchitectureTests.Names)
        {
            using var golden = Golden.Open(name);
            (string architecture, string format) = name.Split('-') switch
            {
                [.., "f32.gguf"] => (name[..^"-f32.gguf".Length], "GGUF"),
                [.., "converted.gguf"] => (name[..^"-converted.gguf".Length], Written),
                _ => (name, "safetensors"),
            };
            Row(
                text,
                architecture,
                format,
                Transformers,
                [
                    .. Read(golden),
                    .. Golden.Interventions.Select(intervention => Intervened(golden, intervention)),
                    Batches(golden),
                    Chunks(golden),
                ]
            );
        }

        foreach (string architecture in ConvertedGgufTests.Names)
        {
            Row(text, architecture, Written, LlamaCpp, [ConvertedGgufTests.Difference(architecture), null, null, null, null, null, null]);
        }

        foreach (string kind in RotaryScalingTests.Names)
        {
            (double naive, double alone) = RotaryScalingTests.Differences(kind);
            Row(
                text,
                $"llama, rotary scaling: {kind}",
                "safetensors",
                "naive model of the tests, float64",
                [naive, null, null, null, null, alone, null]
            );
        }

        foreach (string name in LlamaCppTests.Names)
        {
            string architecture = name.StartsWith("gemma3", StringComparison.Ordinal) ? "gemma3" : "llama";
            Row(
                text,
                $"{architecture}, rotary scaling: {name[..^"-256".Length]}",
                Written,
                LlamaCpp,
                [LlamaCppTests.Difference(name), null, null, null, null, null, null]
            );
        }

        return text.ToString();
    }

    private static IEnumerable<double?> Read(Golden golden)
    {
        int layers = golden.Model.Config.Layers;
        var result = golden.Model.Forward(
            new ForwardRequest
            {
                Rows = golden.Prompts,
                AskLast = int.MaxValue,
                CaptureLast = int.MaxValue,
                CaptureLayers = [.. Enumerable.Range(0, layers + 1)],
            }
        );
        yield return golden
            .Prompts.Select(
                (_, row) => Golden.Difference(golden.Expected($"p{row}.logits"), GoldenArchitectureTests.RowLogits(result, row))
            )
            .Max();
        yield return golden
            .Prompts.Select(
                (_, row) =>
                    Golden.Difference(
                        golden.Expected($"p{row}.resid_pre"),
                        [.. Enumerable.Range(0, layers + 1).SelectMany(layer => result.Stream(layer, row).ToArray())]
                    )
            )
            .Max();
    }

    private static double? Intervened(Golden golden, string intervention)
    {
        var result = golden.Model.Forward(
            new ForwardRequest { Rows = golden.Prompts, Interventions = [.. golden.Prompts.Select(_ => golden.Intervention(intervention))] }
        );
        return golden
            .Prompts.Select((_, row) => Golden.Difference(golden.Expected($"p{row}.{intervention}.logits"), result.LastLogits(row)))
            .Max();
    }

    private static double? Batches(Golden golden)
    {
        var together = golden.Model.Forward(new ForwardRequest { Rows = golden.Prompts });
        var reversed = golden.Model.Forward(new ForwardRequest { Rows = [.. golden.Prompts.Reverse()] });
        return golden
            .Prompts.Select(
                (prompt, row) =>
                {
                    float[] alone = golden.Model.Forward(new ForwardRequest { Rows = [prompt] }).Logits.ToArray();
                    return Math.Max(
                        Golden.Difference(alone, together.LastLogits(row)),
                        Golden.Difference(alone, reversed.LastLogits(golden.Prompts.Length - 1 - row))
                    );
                }
            )
            .Max();
    }

    private static double? Chunks(Golden golden) =>
        golden
            .Prompts.Select(prompt =>
                Golden.Difference(
                    golden.Model.Forward(new ForwardRequest { Rows = [prompt] }).Logits.ToArray(),
                    GoldenArchitectureTests.InChunks(golden.Model, prompt, 3)
                )
            )
            .Max();

    private static void Row(StringBuilder text, string architecture, string format, string reference, IEnumerable<double?> differences) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {architecture} | {format} | {reference} | {string.Join(" | ", differences.Select(Show))} |\n"
        );

    // One digit, rounded up.
    private static string Show(double? difference)
    {
        if (difference is not > 0)
        {
            return difference is null ? "–" : "0";
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(difference.Value)));
        return (Math.Ceiling(difference.Value / power) * power).ToString("0E+0", CultureInfo.InvariantCulture);
    }

    private static string WithoutFigures(string table) => Regex.Replace(table, @"(?<=\| )(0|\dE-\d+)(?= \|)", "x");

    private static IEnumerable<double> Figures(string table) =>
        Regex.Matches(table, @"(?<=\| )(0|\dE-\d+)(?= \|)").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture));
}
