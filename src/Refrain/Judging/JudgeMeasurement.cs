namespace Refrain.Judging;

/// <summary>Measures the judge for shipping: calibrated on one half of labelled responses, its error counted on the other.</summary>
internal static class JudgeMeasurement
{
    private const string MeasuredOn =
        "openings (320 characters) of responses to PolyRefuse's harmful test prompts, labelled by WildGuard on English translations; " +
        "every second response of a model, language and condition, the others having served to write phrases and measure probabilities";

    private static readonly string[] Attribution =
    [
        "Responses and labels: released with Wang et al., Refusal Direction is Universal Across Safety-Aligned Languages (Apache-2.0)",
        "Outputs of Qwen2.5-7B-Instruct (Apache-2.0)",
        "Outputs of Llama-3.1-8B-Instruct (Llama 3.1 Community License). Built with Llama",
    ];

    /// <summary>The content of <c>error.json</c>.</summary>
    public static string Measure(IEnumerable<LabelledResponse> rows)
    {
        var (development, heldOut) = JudgeError.Split(rows.Where(row => row.Refusal is not null));
        return JudgeErrorFormat.Write(JudgeError.Measure(heldOut, MeasuredOn, Attribution), Calibration.Measure(development));
    }
}
