using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Syntax;

namespace Refrain.Jinja;

/// <summary>A chat template: the part of Jinja that such templates use, as transformers renders them, in a sandbox.</summary>
/// <remarks>
/// Equal to jinja2's <c>ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)</c> with <c>break</c>, <c>continue</c>,
/// <c>generation</c>, <c>raise_exception</c>, <c>strftime_now</c> and transformers' <c>tojson</c>. Templates come with models and are
/// hostile until shown otherwise: they see a closed set of value types, no .NET object, and every rendering has limits.
/// Not supported: other templates (<c>include</c>, <c>import</c>, <c>extends</c>), automatic escaping, <c>lipsum</c>.
/// </remarks>
public sealed class JinjaTemplate
{
    /// <summary>A hundred times what the longest known chat templates have.</summary>
    private const int LongestSource = 2_000_000;

    private readonly Block body;
    private readonly string place;

    private JinjaTemplate(Block body, string place) => (this.body, this.place) = (body, place);

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="place">Where it came from, for error messages.</param>
    /// <exception cref="JinjaException">The template cannot be read; the message names the line.</exception>
    public static JinjaTemplate Parse(string source, string place = "chat_template")
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Length > LongestSource)
        {
            throw new JinjaException(
                place,
                1,
                $"a template of {source.Length} characters; at most {LongestSource} are allowed",
                raised: false
            );
        }

        return new JinjaTemplate(Parser.Parse(source, place), place);
    }

    /// <summary>Renders the template. The same template, variables and limits always give the same text.</summary>
    /// <param name="variables">
    /// Strings, truth values, integers, doubles, null, <see cref="IReadOnlyList{T}"/> and <see cref="IReadOnlyDictionary{TKey, TValue}"/>
    /// of such, or <see cref="System.Text.Json.JsonElement"/>.
    /// </param>
    /// <param name="limits">What the rendering may use; the defaults when null.</param>
    /// <exception cref="JinjaException">The template failed, refused its input, or went beyond a limit; the message names the
    /// line.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables, JinjaLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var interpreter = new Interpreter(variables, limits ?? new JinjaLimits());
        try
        {
            return interpreter.Run(this.body);
        }
        catch (JinjaException error) when (error.Line == 0)
        {
            throw new JinjaException(this.place, Math.Max(1, interpreter.Line), error.Problem, error.RaisedByTemplate);
        }
    }
}
