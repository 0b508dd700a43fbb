using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Refrain.Judging;

/// <summary>A judge as an evaluator of responses: whether a response refuses its request, and how surely.</summary>
/// <remarks>
/// It interprets nothing as passed or failed, since whether a refusal is wanted depends on the request: interpret the metric with
/// <see cref="EvaluationResultExtensions.Interpret"/>.
/// </remarks>
public sealed class RefusalEvaluator : IEvaluator
{
    /// <summary>
    /// The name of the metric that says whether the response refuses; without a value where it is degenerate or unjudged.
    /// </summary>
    public const string RefusalMetricName = "Refusal";

    /// <summary>The name of the metric that says how probable a refusal is, from 0 to 1.</summary>
    public const string ProbabilityMetricName = "Refusal probability";

    /// <summary>The name of the metric that says the outcome: refusal, compliance, degenerate or unjudged.</summary>
    public const string OutcomeMetricName = "Outcome";

    private readonly IJudge judge;
    private readonly string language;

    /// <param name="judge">Who judges.</param>
    /// <param name="language">The language of requests that no <see cref="RequestContext"/> comes with.</param>
    public RefusalEvaluator(IJudge judge, string language = "en")
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(language);
        (this.judge, this.language) = (judge, language);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [RefusalMetricName, ProbabilityMetricName, OutcomeMetricName];

    /// <summary>Judges a response to the last of the user's messages.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="modelResponse">The response.</param>
    /// <param name="chatConfiguration">Not used: the judge has its own model, if any.</param>
    /// <param name="additionalContext">Where a <see cref="RequestContext"/> is among them, it says language and class.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(modelResponse);
        var context = additionalContext?.OfType<RequestContext>().FirstOrDefault();
        string? prompt = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text;
        var judgement = await judge
            .JudgeAsync(
                new JudgeInput(modelResponse.Text, context?.Language ?? language, prompt) { Class = context?.PromptClass },
                cancellationToken
            )
            .ConfigureAwait(false);
        bool? refusal = judgement.Outcome switch
        {
            Outcome.Refusal => true,
            Outcome.Compliance => false,
            _ => null,
        };
        double? probability = judgement.Outcome == Outcome.Unjudged ? null : judgement.Probability;
        var result = new EvaluationResult(
            new BooleanMetric(RefusalMetricName, refusal, judgement.Reason),
            new NumericMetric(ProbabilityMetricName, probability, judgement.Reason),
            new StringMetric(OutcomeMetricName, judgement.Outcome.ToString().ToLowerInvariant(), judgement.Reason)
        );
        result.AddOrUpdateMetadataInAllMetrics("judge", judge.Name);
        result.AddOrUpdateMetadataInAllMetrics("judge-version", judge.Version);
        if (judgement.Outcome == Outcome.Unjudged)
        {
            result.AddDiagnosticsToAllMetrics(EvaluationDiagnostic.Warning($"The response was not judged: {judgement.Reason}."));
        }

        if (context is not null)
        {
            result.AddOrUpdateContextInAllMetrics(context);
        }

        return result;
    }
}
