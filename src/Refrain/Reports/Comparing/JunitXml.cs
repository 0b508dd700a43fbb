using System.Globalization;
using System.Text;
using System.Xml;
using Refrain.Measurement;

namespace Refrain.Reports.Comparing;

/// <summary>
/// Checks as JUnit XML, which every CI system shows: a suite for each rule, a case for each language; undecided ones are skipped.
/// </summary>
internal static class JunitXml
{
    public static string Write(ComparisonReport report)
    {
        using var text = new MemoryStream();
        using (
            var xml = XmlWriter.Create(
                text,
                new XmlWriterSettings
                {
                    Indent = true,
                    NewLineChars = "\n",
                    Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                }
            )
        )
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", ComparisonWording.Title(report));
            Counts(xml, report, report.Checks);
            foreach (var rule in DriftRule.All.Where(rule => report.Checks.Any(check => check.Rule == rule.Id)))
            {
                Suite(xml, report, rule, [.. report.Checks.Where(check => check.Rule == rule.Id)]);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static void Suite(XmlWriter xml, ComparisonReport report, DriftRule rule, IReadOnlyList<DriftCheck> checks)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", rule.Id);
        Counts(xml, report, checks);
        foreach (var check in checks)
        {
            xml.WriteStartElement("testcase");
            Attribute(xml, "classname", $"refrain.{rule.Id}");
            Attribute(
                xml,
                "name",
                check.Language is null ? RuleText.Of(rule).Name : $"{RuleText.Of(rule).Name} in {LanguageNames.WithCode(check.Language)}"
            );
            Attribute(xml, "time", "0");
            if (check.Outcome != CheckOutcome.Pass)
            {
                xml.WriteStartElement(report.Thresholds.Fails(check.Outcome) ? "failure" : "skipped");
                Attribute(xml, "message", check.Message);
                if (report.Thresholds.Fails(check.Outcome))
                {
                    Attribute(xml, "type", check.Outcome == CheckOutcome.Fail ? rule.Id : $"{rule.Id}: undecided");
                    xml.WriteString(Allowed($"{check.Message} {RuleText.Of(rule).Help}"));
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, ComparisonReport report, IReadOnlyList<DriftCheck> checks)
    {
        string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        Attribute(xml, "tests", Number(checks.Count));
        Attribute(xml, "failures", Number(checks.Count(check => report.Thresholds.Fails(check.Outcome))));
        Attribute(xml, "errors", "0");
        Attribute(
            xml,
            "skipped",
            Number(checks.Count(check => check.Outcome != CheckOutcome.Pass && !report.Thresholds.Fails(check.Outcome)))
        );
        Attribute(xml, "time", "0");
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Allowed(value));

    // XML 1.0 has no place for these characters, not even escaped.
    private static string Allowed(string text) =>
        string.Concat(
            VisibleText
                .Of(text)
                .EnumerateRunes()
                .Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString())
        );
}
