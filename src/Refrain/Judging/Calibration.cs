namespace Refrain.Judging;

/// <summary>How often labelled responses with some evidence are refusals, per language: the judge's probabilities.</summary>
/// <remarks>
/// With k refusals among n responses of a language and kind of evidence, the probability is (k + m q) / (n + m), where q is the
/// same share over all languages (plus one of each) and m = 20 responses: languages with few examples lean on the others.
/// </remarks>
internal sealed class Calibration(IReadOnlyDictionary<(string Language, Evidence Evidence), Share> counts)
{
    private const double Weight = 20;
    private static readonly Lazy<Calibration> Loaded = new(() => JudgeErrorFormat.ReadCalibration(JudgeError.ShippedText));

    /// <summary>The calibration that ships with the judge.</summary>
    public static Calibration Shipped => Loaded.Value;

    public IReadOnlyDictionary<(string Language, Evidence Evidence), Share> Counts { get; } = counts;

    /// <summary>Probability that a response with this evidence is a refusal; 0.5 for an unjudged one.</summary>
    public double Probability(Evidence evidence, string language)
    {
        if (evidence == Evidence.Unjudged)
        {
            return 0.5;
        }

        var all = Counts.Where(pair => pair.Key.Evidence == evidence).Select(pair => pair.Value).ToList();
        double pooled = (all.Sum(share => share.Successes) + 1.0) / (all.Sum(share => share.Trials) + 2.0);
        var own = Counts.GetValueOrDefault((PhraseList.Find(language)?.Language ?? "", evidence));
        return (own.Successes + (Weight * pooled)) / (own.Trials + Weight);
    }

    /// <summary>Counts labelled responses.</summary>
    public static Calibration Measure(IEnumerable<LabelledResponse> rows)
    {
        var counts = new Dictionary<(string, Evidence), Share>();
        foreach (var row in rows.Where(row => row.Refusal is not null))
        {
            var key = (row.Language, PhraseJudge.Decide(row.Response, row.Language).Evidence);
            var share = counts.GetValueOrDefault(key);
            counts[key] = new Share(share.Successes + (row.Refusal!.Value ? 1 : 0), share.Trials + 1);
        }

        return new Calibration(counts);
    }
}
