namespace Refrain.Jinja;

/// <summary>A template that cannot be read or rendered, that hit a limit, or that called <c>raise_exception</c>.</summary>
public sealed class JinjaException : Exception
{
    internal JinjaException(string message)
        : base(message)
    {
        Problem = message;
    }

    internal JinjaException(string place, int line, string problem, bool raised)
        : base($"{place}, line {line}: {Printable(problem)}")
    {
        (Problem, Line, RaisedByTemplate) = (problem, line, raised);
    }

    /// <summary>
    /// The message without the place; for <c>raise_exception</c>, what the template's author wrote, unshortened and unfiltered.
    /// </summary>
    public string Problem { get; }

    /// <summary>The line in the template, from 1; 0 when unknown.</summary>
    public int Line { get; }

    /// <summary>True when the template itself refused its input through <c>raise_exception</c>.</summary>
    public bool RaisedByTemplate { get; internal init; }

    /// <summary>Part of the message may come from the template: at most 500 characters, and none that could steer a terminal.</summary>
    private static string Printable(string text) =>
        string.Concat(text.Take(500).Select(c => char.IsControl(c) ? '\uFFFD' : c)) + (text.Length > 500 ? "…" : "");
}
