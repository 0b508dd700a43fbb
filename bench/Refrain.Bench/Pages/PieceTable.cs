using System.Globalization;
using System.Text;

namespace Refrain.Bench.Pages;

/// <summary>The pieces, each by itself.</summary>
internal static class PieceTable
{
    public static void Write(StringBuilder text, Results results)
    {
        if (results.Pieces is not { } pieces)
        {
            return;
        }

        text.AppendLine().AppendLine("## Pieces").AppendLine();
        text.AppendLine($"By `bench/pieces`, on the embedded demo model and suite. {pieces.Machine}.").AppendLine();
        text.AppendLine("| piece | a call | standard deviation | managed bytes taken |").AppendLine("|---|---|---|---|");
        foreach (var piece in pieces.Times)
        {
            text.AppendLine(
                $"| {piece.Name} | {Time(piece.Nanoseconds)} | {Time(piece.Deviation)} "
                    + $"| {(piece.Bytes is { } bytes ? ByteSize.Text(bytes) : "–")} |"
            );
        }
    }

    private static string Time(double nanoseconds) =>
        nanoseconds switch
        {
            >= 1e9 => (nanoseconds / 1e9).ToString("F2", CultureInfo.InvariantCulture) + " s",
            >= 1e6 => (nanoseconds / 1e6).ToString("F2", CultureInfo.InvariantCulture) + " ms",
            >= 1e3 => (nanoseconds / 1e3).ToString("F2", CultureInfo.InvariantCulture) + " µs",
            _ => nanoseconds.ToString("F0", CultureInfo.InvariantCulture) + " ns",
        };
}
