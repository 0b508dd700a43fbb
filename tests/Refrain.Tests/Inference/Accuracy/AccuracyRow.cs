using System.Globalization;

namespace Refrain.Tests.Inference.Accuracy;

/// <summary>A line of docs/architectures.md: how far this model's numbers are from a reference's.</summary>
/// <param name="Model">The architecture, or what was set in it.</param>
/// <param name="Weights">The format of its file.</param>
/// <param name="Reference">Whose numbers they are compared with.</param>
/// <param name="Differences">Per quantity of <see cref="Quantities"/> the largest difference, in units of the standard deviation where that is above 1; null: not compared.</param>
internal sealed record AccuracyRow(string Model, string Weights, string Reference, params IReadOnlyList<double?> Differences)
{
    // A few last bits of float32: what lies below is the processor's, and changes from one to the next.
    private const double Floor = 1e-6;

    /// <summary>The table's columns.</summary>
    public static string[] Quantities { get; } = ["logits", "residual stream", "ablation `stream`", "ablation `module`", "addition", "other batches", "in pieces"];

    public static string Header { get; } = $"| model | weights | reference | {string.Join(" | ", Quantities)} |\n|{string.Concat(Enumerable.Repeat("---|", Quantities.Length + 3))}\n";

    /// <summary>What tells rows apart.</summary>
    public string Key => $"{Model}, {Weights}, {Reference}";

    public override string ToString() => $"| {Model} | {Weights} | {Reference} | {string.Join(" | ", Enumerable.Range(0, Quantities.Length).Select(i => Shown(i < Differences.Count ? Differences[i] : null)))} |\n";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static AccuracyRow Parse(string line)
    {
        string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
        return new AccuracyRow(cells[0], cells[1], cells[2], [.. cells[3..].Select(cell => cell == "–" ? (double?)null : double.Parse(cell, CultureInfo.InvariantCulture))]);
    }

    /// <summary>One significant digit, rounded up.</summary>
    public static double Rounded(double difference)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(difference, Floor))));
        return Math.Max(Math.Ceiling(difference / power - 1e-9) * power, Floor);
    }

    private static string Shown(double? difference) => difference is { } value ? Rounded(value).ToString("0e-0", CultureInfo.InvariantCulture) : "–";
}
