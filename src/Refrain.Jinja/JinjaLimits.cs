namespace Refrain.Jinja;

/// <summary>What one rendering may use; templates come from downloaded files and are not trusted.</summary>
public sealed record JinjaLimits
{
    /// <summary>Statements, expressions, iterations, and blocks of 64 characters or elements worked on. Default 1,000,000.</summary>
    public int Steps { get; init; } = 1_000_000;

    /// <summary>Characters (UTF-16 units) of the rendered text. Default 4,000,000.</summary>
    public long OutputCharacters { get; init; } = 4_000_000;

    /// <summary>Characters (UTF-16 units) of any one string on the way. Default 4,000,000.</summary>
    public long StringCharacters { get; init; } = 4_000_000;

    /// <summary>Bytes of all strings, lists and output ever made by the rendering, freed ones included. Default 48,000,000.</summary>
    /// <remarks>Counting what was freed too is what makes this a hard bound on live memory, whatever the collector does.</remarks>
    public long Bytes { get; init; } = 48_000_000;

    /// <summary>Elements of one list or range, as jinja2's sandbox has it for ranges. Default 100,000.</summary>
    public int Elements { get; init; } = 100_000;

    /// <summary>Nested evaluations (expressions in expressions, macros calling macros, lists in lists). Default 1,000.</summary>
    public int Depth { get; init; } = 1_000;

    /// <summary>What <c>strftime_now</c> sees, fixed so that a rendering can be repeated. Default 2026-01-01 00:00.</summary>
    public DateTime Now { get; init; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
}
