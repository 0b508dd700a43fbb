namespace Refrain.Ground;

/// <summary>A row of a file of responses, labels or prompts.</summary>
/// <param name="Place">File and line, for errors.</param>
/// <param name="Field">A field's text by its name; null where the row has none, or (in CSV) an empty one.</param>
/// <param name="Has">Whether the row has a field of a name, be it empty.</param>
/// <param name="IsText">True of CSV, whose fields are all text and never null.</param>
internal sealed record FileRow(string Place, Func<string, string?> Field, Func<string, bool> Has, bool IsText);
