using System.Diagnostics;

namespace Refrain.Ground;

/// <summary>
/// What the product is doing, as spans of <see cref="ActivitySource"/>: a profile listens to them, and any other tool may.
/// </summary>
/// <remarks>Where nobody listens a span is null and nothing is allocated, so loops may begin one.</remarks>
internal static class Spans
{
    public const string SourceName = "Refrain";

    private static readonly ActivitySource Activities = new(SourceName, ProductVersion.Text);

    /// <summary>Begins a span that its disposal ends; null where nobody listens.</summary>
    public static Activity? Start(string name) => Activities.StartActivity(name);

    /// <summary>Says something of the innermost span that is open.</summary>
    public static void Tag(string name, object value)
    {
        if (Activities.HasListeners() && Activity.Current is { } current && current.Source == Activities)
        {
            current.SetTag(name, value);
        }
    }

    /// <summary>The same of a number, boxed only where somebody listens.</summary>
    public static void Tag(string name, long value)
    {
        if (Activities.HasListeners())
        {
            Tag(name, (object)value);
        }
    }
}
