using System.Text;
using Refrain.Inference;
using Refrain.Measurement;

namespace Refrain.Runs;

/// <summary>A finished run's report.</summary>
/// <remarks>JSON: the content of report.json, whose schema_version is the layout's.</remarks>
/// <param name="Report">The report.</param>
internal sealed record ReportItem(AuditReport Report) : IItemLayout<ReportItem>
{
    /// <summary>The one item of its stage.</summary>
    public const string Key = "report.json";

    public static string Stage => "report";

    public static ReportItem Decode(StoredItem item) => new(ReportJson.Read(Encoding.UTF8.GetString(item.Payload), item.Place));

    public byte[] Encode() => ReportJson.WriteBytes(Report);
}
