namespace Refrain.Tokens;

/// <summary>Renders a template with its variables; <paramref name="now"/> is what its date functions see.</summary>
internal delegate string ChatTemplate(IReadOnlyDictionary<string, object?> variables, DateTime now);
