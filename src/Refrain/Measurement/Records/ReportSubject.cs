using System.Text.Json.Serialization;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Measurement;

/// <summary>The model that was audited.</summary>
public sealed record ReportModel
{
    /// <summary>Name as shown, for example the folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The commit of a model from the Hub, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Revision { get; init; }

    /// <summary>Architecture, for example <c>gemma3</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Number of parameters.</summary>
    public long Parameters { get; init; }

    /// <summary>Number of transformer blocks, L.</summary>
    public int Layers { get; init; }

    /// <summary><c>safetensors</c> or <c>gguf</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Storage types of the weights, for example <c>Q8_0</c>.</summary>
    public IReadOnlyList<string> Storage { get; init; } = [];

    /// <summary>Hash of the weights, hexadecimal.</summary>
    public required string WeightsHash { get; init; }

    /// <summary>Hash of the tokenizer.</summary>
    public required string TokenizerHash { get; init; }

    /// <summary>Hash of the chat template.</summary>
    public required string TemplateHash { get; init; }
}

/// <summary>The suite of prompts.</summary>
public sealed record ReportSuite
{
    /// <summary>Name as shown.</summary>
    public required string Name { get; init; }

    /// <summary>Hash of its prompts.</summary>
    public required string Hash { get; init; }
}

/// <summary>What the user chose, defaults filled in.</summary>
public sealed record ReportSettings
{
    /// <summary>Language codes, in the order asked for.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Language that the report's direction is taken from.</summary>
    public required string Source { get; init; }

    /// <summary>Languages whose directions were tried in every language, the one above first.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Which controls were measured beside each direction.</summary>
    public MeasuredControls Controls { get; init; } = MeasuredControls.All;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; }

    /// <summary>Longest response, tokens.</summary>
    public int MaxNewTokens { get; init; }

    /// <summary>Where zero ablation acts: <see cref="HookSites.Stream"/> or <see cref="HookSites.Module"/>.</summary>
    public required HookSites Convention { get; init; }

    /// <summary>The arithmetic of linear layers.</summary>
    public Precision Precision { get; init; } = Precision.Exact;

    /// <summary>How prompts were rendered.</summary>
    public ReportTemplate Template { get; init; } = new();

    /// <summary>Test ids as given; null: the suite's first.</summary>
    public string? TestIds { get; init; }
}
