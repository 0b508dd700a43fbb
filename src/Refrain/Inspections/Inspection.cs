using Microsoft.Extensions.Logging;
using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.LanguageModels;
using Refrain.Prompts;
using Refrain.Runs.Progress;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>What a checkpoint holds, what its template does, what running it takes, and what there is to doubt before an audit.</summary>
public sealed record Inspection
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The commit of a model from the Hub, or null.</summary>
    public string? Revision { get; init; }

    /// <summary>How its weights are stored.</summary>
    public required string Format { get; init; }

    /// <summary>What it says of its architecture.</summary>
    internal ModelConfig Config { get; init; } = null!;

    /// <summary>Numbers in its weights.</summary>
    public required long Parameters { get; init; }

    /// <summary>Storage types of the weights, in ordinal order.</summary>
    public required IReadOnlyList<string> Storage { get; init; }

    /// <summary>What the chat template does; null where there is no tokenizer or template.</summary>
    public InspectedTemplate? Template { get; init; }

    /// <summary>Why there is none, or null.</summary>
    public string? TemplateProblem => TemplateProblemText?.ToString();

    /// <summary>The same, which can be read in other names.</summary>
    internal SettingText? TemplateProblemText { get; init; }

    /// <summary>False where the tokenizer already could not be used.</summary>
    public required bool HasTokenizer { get; init; }

    /// <summary>Paths of the graph's hooks and taps.</summary>
    public required IReadOnlyList<string> HookPoints { get; init; }

    /// <summary>The same, layers with equal ones together.</summary>
    public required IReadOnlyList<InspectedHooks> Hooks { get; init; }

    /// <summary>Memory and disk that the standard audit takes, and what this machine has.</summary>
    public required Preflight Preflight { get; init; }

    /// <summary>The same of <see cref="Precision.Fast"/>, without the exact weights that an audit compares with.</summary>
    public required Preflight FastPreflight { get; init; }

    /// <summary>Per language of the suite, how its prompts are cut; empty where there is no tokenizer.</summary>
    public IReadOnlyList<InspectedLanguage> Languages { get; init; } = [];

    /// <summary>What a few prompts gave; null where none were tried.</summary>
    public InspectionSample? Sample { get; init; }

    /// <summary>Why none were tried, or null.</summary>
    public string? NoSample => NoSampleText?.ToString();

    /// <summary>The same, which can be read in other names.</summary>
    internal SettingText? NoSampleText { get; init; }

    /// <summary>What to know before relying on an audit, most serious first.</summary>
    public IReadOnlyList<InspectionDoubt> Doubts { get; init; } = [];

    /// <summary>Inspects a model.</summary>
    /// <param name="request">What to look at.</param>
    /// <param name="progress">Told how far a download and the sample are, or null.</param>
    /// <param name="logger">Told what is worth a line, or null.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="BadInputException">The model, the suite or an option cannot be used.</exception>
    public static Inspection Of(
        InspectionRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        return Of(request, ModelSource.Find(request.Model, HubContent.Model, request.Hub, progress, logger, cancel), progress, cancel);
    }

    /// <summary>The same; the model computes on a thread of its own, and a download is waited for on none.</summary>
    /// <inheritdoc cref="Of(InspectionRequest, IProgress{ProgressEvent}?, ILogger?, CancellationToken)"/>
    public static async Task<Inspection> OfAsync(
        InspectionRequest request,
        IProgress<ProgressEvent>? progress = null,
        ILogger? logger = null,
        CancellationToken cancel = default
    )
    {
        request.Check();
        string model = await ModelSource
            .FindAsync(request.Model, HubContent.Model, request.Hub, progress, logger, cancel)
            .ConfigureAwait(false);
        return await LongWork.Run(() => Of(request, model, progress, cancel)).ConfigureAwait(false);
    }

    private static Inspection Of(InspectionRequest request, string model, IProgress<ProgressEvent>? progress, CancellationToken cancel)
    {
        using var checkpoint = Checkpoint.Open(model);
        string cache = request.Settings.CacheOrDefault;
        var config = checkpoint.Config;
        var graph = ModelGraph.Build(
            config,
            new GraphPlan { Hooks = HookSites.Embedding | HookSites.BlockInput | HookSites.SublayerOutput | HookSites.SublayerWrite }
        );
        string[] hooks =
        [
            .. graph
                .Nodes.Select(node => node.Name)
                .Where(name =>
                    name.Contains("/hooks/", StringComparison.Ordinal) && name.Count(c => c == '/') == 4
                    || name.StartsWith("/model/taps/", StringComparison.Ordinal)
                ),
        ];
        (var format, var problem, bool tokenizer) = FormatOf(checkpoint, request.Template);
        var inspection = new Inspection
        {
            Name = checkpoint.Name,
            Revision = checkpoint.Revision,
            Format = checkpoint.Format,
            Config = config,
            Parameters = checkpoint.ParameterCount,
            Storage = checkpoint.StorageNames,
            Template = format is null ? null : InspectedTemplate.Of(format, request.Template),
            TemplateProblemText = problem,
            HasTokenizer = tokenizer,
            HookPoints = hooks,
            Hooks = InspectedHooks.Of(hooks, config.Layers),
            Preflight = PreflightEstimate.OfModel(checkpoint, cache),
            FastPreflight = PreflightEstimate.OfModel(checkpoint, cache, Precision.Fast),
        };
        if (format is null)
        {
            inspection = inspection with { NoSampleText = "there is no chat template to try" };
            return inspection with { Doubts = InspectionDoubts.Of(inspection, null, request) };
        }

        var suite = Suite.Open(request.Suite);
        inspection = inspection with { Languages = InspectedLanguage.Of(suite, request.Languages ?? suite.Languages, format.Tokenizer) };
        var subject = new AuditSubject(checkpoint, format, suite, request.Settings, request.Compute);
        inspection = InspectionSampling.Add(inspection, subject, request.Sample, progress, cancel);
        return inspection with { Doubts = InspectionDoubts.Of(inspection, format, request) };
    }

    private static (PromptFormat? Format, SettingText? Problem, bool Tokenizer) FormatOf(Checkpoint checkpoint, ChatOptions options)
    {
        bool tokenizer = false;
        try
        {
            CheckpointTokenizer.Of(checkpoint);
            tokenizer = true;
            return (PromptFormat.Of(checkpoint, options), null, true);
        }
        catch (BadInputException error) when (error.Setting is null)
        {
            // What a setting asks and cannot be done is an error; what the model lacks is a finding.
            return (null, error.Text, tokenizer);
        }
    }
}
