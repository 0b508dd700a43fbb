using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using NJsonSchema;
using Refrain.Measurement;
using Refrain.Reports.Comparing;
using Refrain.Tests.Browser;

namespace Refrain.Tests.Comparing;

/// <summary>SARIF against its published schema, JUnit XML against the structure that CI systems read.</summary>
public class ContinuousIntegrationFilesTests
{
    // The structure that Jenkins, GitLab and GitHub's actions read alike.
    private const string JunitSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:attributeGroup name="counts">
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="skipped" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="time" type="xs:decimal" use="required"/>
          </xs:attributeGroup>
          <xs:element name="testsuites"><xs:complexType><xs:sequence>
            <xs:element name="testsuite" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
              <xs:element name="testcase" minOccurs="1" maxOccurs="unbounded"><xs:complexType><xs:choice minOccurs="0">
                <xs:element name="failure"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
                  <xs:attribute name="message" type="xs:string" use="required"/><xs:attribute name="type" type="xs:string" use="required"/>
                </xs:extension></xs:simpleContent></xs:complexType></xs:element>
                <xs:element name="skipped"><xs:complexType>
                  <xs:attribute name="message" type="xs:string" use="required"/>
                </xs:complexType></xs:element>
              </xs:choice>
              <xs:attribute name="classname" type="xs:string" use="required"/><xs:attribute name="name" type="xs:string" use="required"/>
              <xs:attribute name="time" type="xs:decimal" use="required"/>
              </xs:complexType></xs:element>
            </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
          </xs:sequence><xs:attributeGroup ref="counts"/></xs:complexType></xs:element>
        </xs:schema>
        """;

    public static TheoryData<int> Reports => [0, 1, 2, 3];

    private static ComparisonReport Report(int index) =>
        index switch
        {
            0 => ComparisonFixtures.Report(),
            1 => ComparisonFixtures.Report(ThresholdsFile.Default with { UndecidedFails = true }),
            2 => ComparisonFixtures.Report() with { Checks = [], ProductVersion = "" },
            _ => HostileComparison.Of(ComparisonFixtures.Report(), 3),
        };

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Sarif_is_what_its_schema_describes(int index)
    {
        var schema = await Schema();
        string sarif = SarifJson.Write(Report(index), "runs/compare/compare.json");
        Assert.Empty(schema.Validate(sarif));
        Assert.NotEmpty(schema.Validate(sarif.Replace("\"version\": \"2.1.0\"", "\"version\": \"2.0.0\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(sarif.Replace("\"results\"", "\"outcomes\"", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public void Junit_is_what_ci_systems_read_and_counts_right(int index)
    {
        var report = Report(index);
        string junit = JunitXml.Write(report);
        Assert.Empty(Wrong(junit));
        Assert.NotEmpty(Wrong(junit.Replace("tests=", "test=", StringComparison.Ordinal)));
        var suites = XDocument.Parse(junit).Root!;
        int Count(XElement element, string name) => (int)element.Attribute(name)!;
        Assert.Equal(report.Checks.Count, suites.Descendants("testcase").Count());
        foreach (var suite in suites.Elements().Append(suites))
        {
            Assert.Equal(suite.Descendants("testcase").Count(), Count(suite, "tests"));
            Assert.Equal(suite.Descendants("failure").Count(), Count(suite, "failures"));
            Assert.Equal(suite.Descendants("skipped").Count(), Count(suite, "skipped"));
        }

        Assert.Equal(
            report.Checks.Count(check => check.Outcome == CheckOutcome.Fail)
                + (report.Thresholds.UndecidedFails ? report.Checks.Count(check => check.Outcome == CheckOutcome.Undecided) : 0),
            Count(suites, "failures")
        );
    }

    [Fact]
    public void Sarif_names_files_inside_of_the_working_folder_relatively_and_others_in_full()
    {
        Assert.Equal("runs/a%20b%3F/compare.json", SarifJson.Location("runs/a b?/compare.json"));
        Assert.StartsWith("file:///", SarifJson.Location(Path.Combine(Path.GetTempPath(), "x", "compare.json")), StringComparison.Ordinal);
    }

    private static async Task<JsonSchema> Schema()
    {
        using var stream = typeof(ContinuousIntegrationFilesTests).Assembly.GetManifestResourceStream("sarif-2.1.0.json")!;
        using var reader = new StreamReader(stream);
        return await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync());
    }

    private static List<string> Wrong(string junit)
    {
        var wrong = new List<string>();
        var schemas = new XmlSchemaSet();
        schemas.Add(null, XmlReader.Create(new StringReader(JunitSchema)));
        XDocument.Load(new MemoryStream(Encoding.UTF8.GetBytes(junit))).Validate(schemas, (_, found) => wrong.Add(found.Message));
        return wrong;
    }
}
