using System.Globalization;
using Refrain.Inference;
using Refrain.Measurement;

namespace Refrain.Audits;

/// <summary>When an audit ran, how long each stage took, and what it worked on.</summary>
internal static class AuditTimes
{
    public static RunTimes Of(AuditSession session, AuditFindings findings)
    {
        var (seconds, tokens) = (session.Journal.Seconds, session.Journal.Tokens);
        return new RunTimes
        {
            Started = DateTimeOffset.TryParse(
                session.Store.Manifest.Information.GetValueOrDefault("started_at"),
                CultureInfo.InvariantCulture,
                out var started
            )
                ? started
                : null,
            Finished = DateTimeOffset.UtcNow,
            Starts = session.Store.Starts,
            Threads = Runtime.Threads,
            BatchTokens = session.Request.Compute.BatchTokensOf(session.Plan.Config),
            Seconds = seconds,
            Processed = AuditStages
                .All.Where(stage => stage.Worked is not null && seconds.ContainsKey(stage.Name))
                .ToDictionary(stage => stage.Name, stage => stage.Worked!(session.Plan, findings, tokens.GetValueOrDefault(stage.Name))),
        };
    }
}
