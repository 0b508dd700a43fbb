namespace Refrain.Directions;

/// <summary>
/// What a candidate's ablation may at most do to the answers to harmless validation prompts; null, as by default: no limit.
/// </summary>
public sealed record AnswerLimits
{
    /// <summary>Largest divergence over the first <see cref="Directions.GeneratedDivergence.Tokens"/> generated tokens, nats.</summary>
    public double? GeneratedDivergence { get; init; }

    /// <summary>Largest share of answers that are degenerate (loops, another language), among those that could be judged.</summary>
    public double? DegenerateShare { get; init; }

    /// <summary>Largest share of answers that refuse, among those that could be judged.</summary>
    public double? OverRefusal { get; init; }

    /// <summary>True where there is a limit.</summary>
    public bool Any => GeneratedDivergence is not null || NeedAnswers;

    /// <summary>True where answers must be generated and judged.</summary>
    public bool NeedAnswers => DegenerateShare is not null || OverRefusal is not null;

    /// <summary>Refuses limits that are none.</summary>
    /// <exception cref="BadInputException">A divergence below 0, a share outside of 0 … 1, or no number.</exception>
    internal void Check()
    {
        KnownSettings.MostGeneratedDivergence.Require(
            GeneratedDivergence is null or (>= 0 and <= double.MaxValue),
            GeneratedDivergence,
            "a number of nats from 0 on"
        );
        KnownSettings.MostDegenerate.Require(DegenerateShare is null or (>= 0 and <= 1), DegenerateShare, "a share from 0 to 1");
        KnownSettings.MostOverRefusal.Require(OverRefusal is null or (>= 0 and <= 1), OverRefusal, "a share from 0 to 1");
    }

    /// <summary>Which limit was exceeded, or null; a share of which nothing is known exceeds any.</summary>
    internal Discard? Exceeded(AnswerEffects? effects)
    {
        Discard? Above(Filter filter, double? limit, double? value) =>
            limit is { } most && value is { } measured && !(measured <= most) ? new Discard(filter, most) : null;
        return Above(Filter.GeneratedDivergence, GeneratedDivergence, effects?.GeneratedDivergence)
            ?? Above(Filter.Degenerate, DegenerateShare, effects?.DegenerateShare)
            ?? Above(Filter.OverRefusal, OverRefusal, effects?.OverRefusal);
    }
}

/// <summary>What a candidate's ablation does to the answers to harmless validation prompts; what was not needed is null.</summary>
internal sealed record AnswerEffects
{
    /// <summary>Mean divergence over the first generated tokens, nats (<see cref="Directions.GeneratedDivergence"/>).</summary>
    public double? GeneratedDivergence { get; init; }

    /// <summary>Share of degenerate answers among the judged; NaN where none could be judged.</summary>
    public double? DegenerateShare { get; init; }

    /// <summary>Share of refusals among the judged; NaN where none could be judged.</summary>
    public double? OverRefusal { get; init; }

    /// <summary>Answers that could be judged; null where none were generated.</summary>
    public int? Judged { get; init; }
}

/// <summary>What an answer is, as far as a limit needs it.</summary>
internal enum AnswerKind : byte
{
    Compliance,
    Refusal,
    Degenerate,
    Unjudged,
}

/// <summary>How a selection has answers generated and judged: judging is a later stage, so it comes from outside.</summary>
/// <param name="EndTokens">Tokens that end an answer.</param>
/// <param name="MaximumNewTokens">Tokens after which an answer is cut.</param>
/// <param name="Judge">Judges an answer, of its prompt's language, the prompt's ids and its own.</param>
internal sealed record AnswerSource(IReadOnlyCollection<int> EndTokens, int MaximumNewTokens, Func<string, int[], int[], AnswerKind> Judge)
{
    /// <summary>The prompts' language.</summary>
    public string Language { get; init; } = "";
}
