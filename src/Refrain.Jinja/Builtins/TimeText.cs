using System.Globalization;
using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Python's <c>strftime</c> in the C locale, on the date that the limits fix.</summary>
internal static class TimeText
{
    public static string Format(string format, Budget budget)
    {
        var now = budget.Limits.Now;
        var text = new TextBuilder(budget);
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            bool isUnpadded = format[i + 1] == '-' && i + 2 < format.Length;
            i += isUnpadded ? 2 : 1;
            string part = Directive(format[i], now);
            text.Append(
                isUnpadded && part.All(char.IsAsciiDigit)
                    ? part.TrimStart('0') is { Length: > 0 } trimmed
                        ? trimmed
                        : "0"
                    : part
            );
        }

        return text.ToString();
    }

    private static string Directive(char directive, DateTime now)
    {
        string Net(string format) => now.ToString(format, CultureInfo.InvariantCulture);
        int weekday = (int)now.DayOfWeek; // Sunday is 0.
        return directive switch
        {
            'Y' => Net("yyyy"),
            'y' => Net("yy"),
            'C' => Number(now.Year / 100, 2),
            'm' => Net("MM"),
            'B' => Net("MMMM"),
            'b' or 'h' => Net("MMM"),
            'd' => Net("dd"),
            'e' => now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            'j' => Number(now.DayOfYear, 3),
            'A' => Net("dddd"),
            'a' => Net("ddd"),
            'w' => Number(weekday, 1),
            'u' => Number(weekday == 0 ? 7 : weekday, 1),
            'U' => Number((now.DayOfYear + 6 - weekday) / 7, 2),
            'W' => Number((now.DayOfYear + 6 - ((weekday + 6) % 7)) / 7, 2),
            'V' => Number(ISOWeek.GetWeekOfYear(now), 2),
            'G' => Number(ISOWeek.GetYear(now), 4),
            'H' => Net("HH"),
            'I' => Net("hh"),
            'M' => Net("mm"),
            'S' => Net("ss"),
            'f' => Net("ffffff"),
            'p' => now.Hour < 12 ? "AM" : "PM",
            'Z' or 'z' => "", // The date has no time zone.
            'c' => $"{Net("ddd MMM")} {now.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2)} {Net("HH:mm:ss yyyy")}",
            'D' or 'x' => Net("MM'/'dd'/'yy"),
            'F' => Net("yyyy-MM-dd"),
            'T' or 'X' => Net("HH:mm:ss"),
            'R' => Net("HH:mm"),
            'r' => $"{Net("hh:mm:ss")} {(now.Hour < 12 ? "AM" : "PM")}",
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => $"%{directive}",
        };
    }

    private static string Number(int value, int digits) => value.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
}
