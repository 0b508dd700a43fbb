using Refrain.Directions;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Responses;
using Refrain.Runs;
using Refrain.Tokens;

namespace Refrain.Audits;

/// <summary>What the stages of an audit found.</summary>
internal sealed record AuditFindings(
    IReadOnlyDictionary<string, LanguageReading> Readings,
    IReadOnlyDictionary<string, SourceDirection> Sources,
    IReadOnlyDictionary<string, SourceControls?> Controls,
    Geometry Geometry,
    IReadOnlyDictionary<string, Onset> Onset,
    IReadOnlyList<Question> Questions,
    IReadOnlyList<JudgedResponse> Judged,
    KeptResponses Responses,
    ThinkingTreatment Thinking,
    PrecisionReport? Precision
)
{
    /// <summary>
    /// The answers of the untouched model and under the report's own source's direction: all but the rest of the transfer matrix, controls
    /// and stress.
    /// </summary>
    public IReadOnlyList<JudgedResponse> Of(string source) =>
        [
            .. Judged.Where(item =>
                item.Response is { Control: Control.None, Condition: not Condition.Stressed } && (item.Response.Source ?? source) == source
            ),
        ];
}
