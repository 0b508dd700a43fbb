using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

/// <summary>The layouts of all items, by the names that docs/runs.md has for them.</summary>
internal static class ItemLayouts
{
    /// <summary>Name → the stage, and what reads a payload and writes it again.</summary>
    public static IReadOnlyDictionary<string, (string Stage, Func<StoredItem, byte[]> Again)> All { get; } =
        new Dictionary<string, (string, Func<StoredItem, byte[]>)>
        {
            [nameof(PrecisionItem)] = Of<PrecisionItem>(),
            [nameof(ExtractionBatchItem)] = Of<ExtractionBatchItem>(),
            [nameof(ExtractionItem)] = Of<ExtractionItem>(),
            [nameof(OnsetItem)] = Of<OnsetItem>(),
            [nameof(ScoresItem)] = Of<ScoresItem>(),
            [nameof(AnswerTokensItem)] = Of<AnswerTokensItem>(),
            [nameof(AnswerKindsItem)] = Of<AnswerKindsItem>(),
            [nameof(ResponseItem)] = Of<ResponseItem>(),
            [nameof(GeometryItem)] = Of<GeometryItem>(),
            [nameof(PlanesItem)] = Of<PlanesItem>(),
            [nameof(JudgeAnswerItem)] = Of<JudgeAnswerItem>(),
            [nameof(TimesItem)] = Of<TimesItem>(),
            [nameof(ReportItem)] = Of<ReportItem>(),
        };

    private static (string, Func<StoredItem, byte[]>) Of<T>()
        where T : IItemLayout<T> => (T.Stage, item => T.Decode(item).Encode());
}
