using Refrain.Checkpoints;
using Refrain.Graphs.Architectures;

namespace Refrain.Graphs;

/// <summary>What is particular to one architecture; a leaf file in <c>Architectures/</c> and one line here.</summary>
internal sealed record Architecture
{
    /// <summary>Its name in <see cref="ModelConfig.Architecture"/>.</summary>
    public required string Name { get; init; }

    /// <summary>One block: the residual stream entering it [token, hidden] → leaving it.</summary>
    public required Func<GraphBuilder, int, string, string> Block { get; init; }

    /// <summary>What the embedding is multiplied by.</summary>
    public Func<ModelConfig, float> EmbeddingScale { get; init; } = _ => 1;

    /// <summary>True where norms scale by 1 + w.</summary>
    public bool NormsOnePlus { get; init; }

    /// <summary>Every architecture that can be compiled.</summary>
    public static IReadOnlyList<Architecture> All { get; } = [Llama.Description, Gemma3.Description];

    /// <summary>The architecture of a checkpoint; an unknown one is an error that names those supported.</summary>
    public static Architecture Of(ModelConfig config) =>
        All.FirstOrDefault(architecture => architecture.Name == config.Architecture)
        ?? throw new BadInputException("config.json: model_type", $"is {BadInputException.Show(config.Architecture)}", "one of " + string.Join(", ", All.Select(architecture => architecture.Name)));
}
