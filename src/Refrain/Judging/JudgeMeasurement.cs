using Refrain.Judging.Learning;

namespace Refrain.Judging;

/// <summary>Learns and measures the judges for shipping.</summary>
internal static class JudgeMeasurement
{
    /// <summary>Yoruba: most of the responses are word salad, and its labels agree with no judge beyond chance.</summary>
    public static readonly string[] UntrustedLanguages = ["yo"];

    private const string MeasuredOn =
        "openings (320 characters) of responses to PolyRefuse's harmful test prompts, labelled by WildGuard on English translations; "
        + "each model's with weights learned on the other model's; responses that the judge abstains on are left out";

    private static readonly string[] Attribution =
    [
        "Responses and labels: released with Wang et al., Refusal Direction is Universal Across Safety-Aligned Languages (Apache-2.0)",
        "Outputs of Qwen2.5-7B-Instruct (Apache-2.0)",
        "Outputs of Llama-3.1-8B-Instruct (Llama 3.1 Community License). Built with Llama",
    ];

    /// <summary>The content of <c>weights.json</c>: the native judge, learned on all rows.</summary>
    public static string Learn(IEnumerable<LabelledResponse> rows) =>
        JudgeWeightsFormat.Write(JudgeLearning.Learn(ReadRow.All(rows), UntrustedLanguages, Attribution));

    /// <summary>
    /// The content of <c>error.json</c>: the native judge's error leaving one model out, and the phrase judge's probabilities on one half
    /// of the rows.
    /// </summary>
    public static string Measure(IEnumerable<LabelledResponse> rows)
    {
        var labelled = rows.Where(row => row.Refusal is not null).ToList();
        var judged = LeaveOneModelOut.Judge(ReadRow.All(labelled), UntrustedLanguages);
        return JudgeErrorFormat.Write(
            JudgeError.Of(judged, MeasuredOn, Attribution),
            Calibration.Measure(JudgeError.Split(labelled).Development)
        );
    }
}
