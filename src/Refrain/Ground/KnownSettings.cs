namespace Refrain.Ground;

/// <summary>
/// The settings that errors name. They stand here because a room below a setting's own may have to name it: a run's folder is spoken of
/// where files are written.
/// </summary>
internal static class KnownSettings
{
    private const string Audit = "AuditSettings",
        Request = "AuditRequest",
        Comparison = "ComparisonRequest",
        Inspection = "InspectionRequest",
        Compute = "ComputeSettings",
        Stress = "StressSettings",
        Limits = "AnswerLimits",
        Chat = "ChatOptions",
        Remote = "RemoteJudgeSettings";

    public static Setting Languages { get; } = new(Audit, "Languages");

    public static Setting Source { get; } = new(Audit, "Source");

    public static Setting Sources { get; } = new(Audit, "Sources");

    public static Setting TestIds { get; } = new(Audit, "TestIds");

    public static Setting OverRefusal { get; } = new(Audit, "OverRefusal");

    public static Setting Convention { get; } = new(Audit, "Convention");

    public static Setting Precision { get; } = new(Audit, "Precision");

    public static Setting MaximumNewTokens { get; } = new(Audit, "MaximumNewTokens");

    public static Setting TrainPrompts { get; } = new(Audit, "TrainPrompts");

    public static Setting ValidationPrompts { get; } = new(Audit, "ValidationPrompts");

    public static Setting StressProbabilities { get; } = new(Stress, "Probabilities");

    public static Setting StressPrompts { get; } = new(Stress, "Prompts");

    public static Setting MostGeneratedDivergence { get; } = new(Limits, "GeneratedDivergence");

    public static Setting MostDegenerate { get; } = new(Limits, "DegenerateShare");

    public static Setting MostOverRefusal { get; } = new(Limits, "OverRefusal");

    public static Setting Suite { get; } = new(Request, "Suite");

    public static Setting Run { get; } = new(Request, "Run");

    public static Setting Runs { get; } = new(Request, "Runs");

    public static Setting ResumeOnly { get; } = new(Request, "ResumeOnly");

    public static Setting IgnorePreflight { get; } = new(Request, "IgnorePreflight");

    public static Setting Threads { get; } = new(Compute, "Threads");

    public static Setting BatchTokens { get; } = new(Compute, "BatchTokens");

    public static Setting Sample { get; } = new(Inspection, "Sample");

    public static Setting ComparedAudit { get; } = new(Comparison, "Audit");

    public static Setting ComparedRuns { get; } = new(Comparison, "Runs");

    public static Setting ComparedOutput { get; } = new(Comparison, "Output");

    public static Setting Junit { get; } = new(Comparison, "Junit");

    public static Setting Sarif { get; } = new(Comparison, "Sarif");

    public static Setting SystemTurn { get; } = new(Chat, "System");

    public static Setting Variables { get; } = new(Chat, "Variables");

    public static Setting Thinking { get; } = new(Chat, "Thinking");

    public static Setting JudgeFormat { get; } = new(Remote, "Format");

    public static Setting JudgeEndpoint { get; } = new(Remote, "Endpoint");

    public static Setting JudgeModel { get; } = new(Remote, "Model");

    public static Setting JudgeApi { get; } = new(Remote, "Api");

    public static Setting JudgeTemplate { get; } = new(Remote, "Template");

    public static Setting JudgeAnswer { get; } = new(Remote, "Answer");

    public static Setting JudgeOptions { get; } = new(Remote, "Options");

    public static Setting JudgeKey { get; } = new(Remote, "Key");

    public static Setting JudgeBudget { get; } = new(Remote, "Budget");

    public static Setting JudgeTimeout { get; } = new(Remote, "Timeout");

    public static Setting JudgeConcurrency { get; } = new(Remote, "Concurrency");

    public static Setting JudgeTries { get; } = new(Remote, "Tries");

    public static Setting JudgePause { get; } = new(Remote, "RetryPause");

    public static Setting JudgeLongestWait { get; } = new(Remote, "LongestWait");

    public static Setting JudgeLargestAnswer { get; } = new(Remote, "LargestAnswer");

    public static Setting ResponseLanguage { get; } = new("ResponseFile", "language");

    public static Setting ResponseColumns { get; } = new("ResponseFile", "columns");

    public static Setting TableDocument { get; } = new("JudgeTable", "document");

    public static Setting ProfileFile { get; } = new("ProfileFile", "path");

    public static Setting ExplorerPort { get; } = new("ExplorerServer", "port");

    /// <summary>Settings that only a program sets, never an option.</summary>
    public static IReadOnlyList<Setting> WithoutOption { get; } =
    [TrainPrompts, ValidationPrompts, Runs, JudgePause, JudgeLongestWait, JudgeLargestAnswer];
}
