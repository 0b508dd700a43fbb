using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Prompts;
using Refrain.Responses;

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

    /// <summary>Bytes of float32 weights that are mapped.</summary>
    public required long BytesMapped { get; init; }

    /// <summary>Bytes of other memory that an audit's largest batch takes: activations, logits, keys and values.</summary>
    public required long BytesNeeded { get; init; }

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
            BytesMapped = PreparedWeights.SizeOf(graph.Parameters),
            BytesNeeded = Needed(config),
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

    // Four buffers of the MLP's width and four of the stream's live at once, for the tokens of a generation batch.
    private static long Needed(ModelConfig config)
    {
        const int Prompt = 64, NewTokens = 24;
        int rows = (int)Math.Clamp(ResponseRun.CacheBytes / Generation.CacheBytes(config, 1, Prompt, NewTokens), 1, ResponseRun.Rows);
        long stream = 4L * Batches.Tokens * 4 * (config.IntermediateSize + config.HiddenSize) * sizeof(float);
        long logits = 2L * rows * config.VocabularySize * sizeof(float);
        return stream + logits + Generation.CacheBytes(config, rows, Prompt, NewTokens);
    }
}
