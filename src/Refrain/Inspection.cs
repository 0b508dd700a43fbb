using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Prompts;

namespace Refrain;

/// <summary>What a checkpoint holds and what running it takes, found without running it.</summary>
internal sealed record Inspection
{
    public required string Name { get; init; }

    /// <summary>The commit of a model from the Hub, or null.</summary>
    public string? Revision { get; init; }

    public required string Format { get; init; }

    public required ModelConfig Config { get; init; }

    public required long Parameters { get; init; }

    /// <summary>Storage types of the weights, in ordinal order.</summary>
    public required IReadOnlyList<string> Storage { get; init; }

    /// <summary>Ids and texts of the template's tokens after the user's text; null where there is no tokenizer or template.</summary>
    public IReadOnlyList<(int Id, string Text)>? PostInstruction { get; init; }

    /// <summary>Why there are none, or null.</summary>
    public string? PostInstructionProblem { get; init; }

    /// <summary>Paths of the graph's hooks and taps.</summary>
    public required IReadOnlyList<string> HookPoints { get; init; }

    /// <summary>Memory and disk that a typical audit takes, and what this machine has.</summary>
    public required Preflight Preflight { get; init; }

    /// <summary>The same of <see cref="Precision.Fast"/>, without the exact weights that an audit compares with.</summary>
    public required Preflight FastPreflight { get; init; }

    public static Inspection Of(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        var config = checkpoint.Config;
        var graph = ModelGraph.Build(config, new GraphPlan { Hooks = HookSites.Embedding | HookSites.BlockInput | HookSites.SublayerOutput | HookSites.SublayerWrite });
        (var tokens, string? problem) = PostInstructionOf(checkpoint);
        return new Inspection
        {
            Name = checkpoint.Name,
            Revision = checkpoint.Revision,
            Format = checkpoint.Format,
            Config = config,
            Parameters = checkpoint.ParameterCount,
            Storage = checkpoint.StorageNames,
            PostInstruction = tokens,
            PostInstructionProblem = problem,
            HookPoints = [.. graph.Nodes.Select(node => node.Name).Where(name => name.Contains("/hooks/", StringComparison.Ordinal) && name.Count(c => c == '/') == 4 || name.StartsWith("/model/taps/", StringComparison.Ordinal))],
            Preflight = PreflightEstimate.OfModel(checkpoint, CacheFolder.Default),
            FastPreflight = PreflightEstimate.OfModel(checkpoint, CacheFolder.Default, Precision.Fast),
        };
    }

    private static (IReadOnlyList<(int, string)>?, string?) PostInstructionOf(Checkpoint checkpoint)
    {
        try
        {
            var format = PromptFormat.Of(checkpoint);
            return ([.. format.PostInstruction.Select(id => (id, format.TokenText(id)))], null);
        }
        catch (BadInputException error)
        {
            return (null, error.Message);
        }
    }
}
