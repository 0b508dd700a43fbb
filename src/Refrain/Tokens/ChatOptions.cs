using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Whether a model that thinks before it answers is let to.</summary>
public enum ThinkingMode
{
    /// <summary>The thinking part is empty and closed before the answer starts.</summary>
    Off,

    /// <summary>The model thinks, and its answer comes after that.</summary>
    On,
}

/// <summary>How conversations are rendered, beyond their turns.</summary>
public sealed record ChatOptions
{
    /// <summary>A system turn before the first turn of a conversation that has none; null: none.</summary>
    public string? System { get; init; }

    /// <summary>False: the opening of the model's answer is left out, whatever is asked for.</summary>
    public bool GenerationPrompt { get; init; } = true;

    /// <summary>Null: as the template does by itself, or as <see cref="Variables"/> say.</summary>
    public ThinkingMode? Thinking { get; init; }

    /// <summary>Variables that the template sees, as JSON, for example <c>enable_thinking</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } =
        new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>The date that the template's <c>strftime_now</c> sees, the same on every day. Default 2026-01-01.</summary>
    public DateOnly Date { get; init; } = new(2026, 1, 1);

    /// <summary>True where the model is let to think, by the mode or by a variable of the template.</summary>
    internal bool LetsThink =>
        Thinking == ThinkingMode.On
        || Variables.Any(variable => variable.Value.ValueKind == JsonValueKind.True && Tokens.Thinking.Switches.Contains(variable.Key));

    /// <summary>The same with thinking off, whatever says that it is on.</summary>
    internal ChatOptions WithoutThinking() =>
        this with
        {
            Thinking = ThinkingMode.Off,
            Variables = new SortedDictionary<string, JsonElement>(
                Variables
                    .Where(variable => variable.Value.ValueKind != JsonValueKind.True || !Tokens.Thinking.Switches.Contains(variable.Key))
                    .ToDictionary(),
                StringComparer.Ordinal
            ),
        };
}
