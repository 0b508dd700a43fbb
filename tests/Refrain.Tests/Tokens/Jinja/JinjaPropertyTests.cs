using CsCheck;
using Refrain.Jinja;

namespace Refrain.Tests.Tokens.Jinja;

/// <summary>Whatever a template says, rendering it gives a text or a <see cref="JinjaException"/>.</summary>
public class JinjaPropertyTests
{
    internal static readonly string[] Pieces =
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "-",
        "+",
        " ",
        "\n",
        "'",
        "\"",
        "\\",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        ".",
        "|",
        "~",
        "*",
        "**",
        "/",
        "//",
        "%",
        "==",
        "!=",
        "<",
        ">",
        "=",
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "in",
        "is",
        "not",
        "and",
        "or",
        "set",
        "endset",
        "macro",
        "endmacro",
        "call",
        "endcall",
        "filter",
        "endfilter",
        "raw",
        "endraw",
        "with",
        "endwith",
        "recursive",
        "break",
        "continue",
        "loop",
        "loop.index",
        "loop.last",
        "caller",
        "varargs",
        "messages",
        "messages[0]",
        "role",
        "content",
        "x",
        "ns",
        "namespace(a=1)",
        "ns.a",
        "range(5)",
        "dict(a=1)",
        "cycler(1,2)",
        "none",
        "true",
        "1",
        "-1",
        "2.5",
        "0",
        "1e308",
        "99999999999999999999",
        "'a'",
        "'%s'",
        "'{}'",
        "'é😀\\n'",
        "[]",
        "[1,2]",
        "{'a':1}",
        "upper",
        "join",
        "map",
        "select",
        "selectattr('role')",
        "tojson",
        "sort",
        "groupby('role')",
        "batch(2)",
        "slice(2)",
        "first",
        "last",
        "list",
        "int",
        "float",
        "round",
        "indent",
        "format",
        "replace('a','b')",
        "default",
        "length",
        "defined",
        "odd",
        "mapping",
        "iterable",
        "sameas",
        ".split()",
        ".strip()",
        ".format(1)",
        ".items()",
        ".get('a')",
        ".join([1])",
        "[0]",
        "[1:]",
        "[::-1]",
        "[::0]",
        "__class__",
        "_x",
        "strftime_now('%Y%q')",
        "raise_exception('no')",
        "\ud800",
        "\u0000",
        "{% if x %}",
        "{% endif %}",
        "{% for x in messages %}",
        "{% endfor %}",
        "{{ x }}",
    ];

    private static readonly string[] Atoms =
    [
        "messages",
        "messages[0]",
        "x",
        "none",
        "true",
        "0",
        "-7",
        "3",
        "2.5",
        "1e300",
        "99999999999999999999",
        "''",
        "'ab c'",
        "'%s %d'",
        "'{0} {a}'",
        "'é😀'",
        "[]",
        "[3,1,2]",
        "(1,)",
        "{'a': 1}",
        "range(4)",
        "namespace(a=1)",
        "undefined",
        "cycler('a')",
        "joiner()",
        "raise_exception",
        "messages[0].get",
        "dict",
    ];

    private static readonly string[] Suffixes =
    [
        "|upper",
        "|lower",
        "|title",
        "|capitalize",
        "|trim",
        "|length",
        "|first",
        "|last",
        "|list",
        "|reverse",
        "|sort",
        "|unique",
        "|join('-')",
        "|int",
        "|float",
        "|abs",
        "|round(2)",
        "|round(-400)",
        "|string",
        "|tojson",
        "|tojson(indent=2)",
        "|min",
        "|max",
        "|sum",
        "|batch(2)",
        "|slice(3)",
        "|dictsort",
        "|items",
        "|truncate(3)",
        "|center(9)",
        "|indent(2)",
        "|wordcount",
        "|escape",
        "|format(1)",
        "|format(a=1)",
        "|attr('upper')",
        "|default(1)",
        "|map('upper')",
        "|map(attribute='a.0')",
        "|select('odd')",
        "|selectattr('role')",
        "|groupby('role')",
        "|urlencode",
        "|replace('', 'x')",
        "[0]",
        "[-1]",
        "[1:]",
        "[::-1]",
        "[5:1:-2]",
        "['a']",
        ".a",
        ".role",
        "()",
        "(1)",
        ".split()",
        ".rsplit(none, 1)",
        ".strip('ab')",
        ".zfill(9)",
        ".splitlines()",
        ".partition('b')",
        ".expandtabs(3)",
        ".format(1, a=2)",
        ".items()",
        ".keys()",
        ".get('a', 2)",
        ".count(1)",
        ".index(3)",
        ".find('b', -2, 9)",
        ".startswith(('a', 1))",
        ".isdigit()",
        ".istitle()",
        ".swapcase()",
        ".join('ab')",
        " is odd",
        " is defined",
        " is string",
        " is divisibleby 0",
        " is in 'abc'",
        " is sameas none",
        " is upper",
        " % 3",
        " % 'a'",
        " ** 2",
        " ** -1",
        " ** 0.5",
        " // 0.3",
        " * 3",
        " * -1",
        " + 1",
        " ~ 1",
        " / 0.1",
        " < 3",
        " == 3",
        " in [3]",
        " not in 'abc'",
        " and 1",
        " or 1",
        " if 0 else 2",
    ];

    private static readonly Dictionary<string, object?> Variables = new()
    {
        ["messages"] = new[]
        {
            new Dictionary<string, string> { ["role"] = "user", ["content"] = "Hi 😀" },
            new Dictionary<string, string> { ["role"] = "tool", ["a"] = "b" },
        },
        ["x"] = 3,
    };

    private static bool IsTextOrJinjaException(string template)
    {
        try
        {
            JinjaTemplate
                .Parse(template)
                .Render(
                    Variables,
                    new JinjaLimits
                    {
                        Steps = 20_000,
                        StringCharacters = 100_000,
                        OutputCharacters = 100_000,
                        Bytes = 2_000_000,
                    }
                );
            return true;
        }
        catch (JinjaException)
        {
            return true;
        }
    }

    [Fact]
    public void Random_characters_give_a_text_or_a_JinjaException() =>
        Gen.String[Gen.Char, 0, 60].Select(text => "{{" + text).Sample(IsTextOrJinjaException, iter: 20_000);

    [Fact]
    public void Random_pieces_of_templates_give_a_text_or_a_JinjaException() =>
        Gen.OneOfConst(Pieces).Array[0, 25].Select(pieces => string.Join(' ', pieces)).Sample(IsTextOrJinjaException, iter: 30_000);

    [Fact]
    public void Random_expressions_give_a_text_or_a_JinjaException() =>
        Gen.Select(Gen.OneOfConst(Atoms), Gen.OneOfConst(Suffixes).Array[1, 5])
            .Select((atom, suffixes) => "{{ " + suffixes.Aggregate(atom, (inner, suffix) => $"({inner}){suffix}") + " }}")
            .Sample(IsTextOrJinjaException, iter: 50_000);

    [Fact]
    public void A_rendering_can_be_repeated() =>
        Gen.Select(Gen.OneOfConst(Atoms), Gen.OneOfConst(Suffixes).Array[1, 3])
            .Select((atom, suffixes) => "{{ " + suffixes.Aggregate(atom, (inner, suffix) => $"({inner}){suffix}") + " }}")
            .Sample(template => Outcome(template) == Outcome(template), iter: 5_000);

    [Fact]
    public void Text_without_braces_renders_as_itself() =>
        Gen.String[Gen.Char['\u0020', '\ud7ff'].Where(c => c is not '{'), 0, 100]
            .Sample(text => JinjaTemplate.Parse(text).Render(Variables) == text, iter: 5_000);

    private static string Outcome(string template)
    {
        try
        {
            return JinjaTemplate.Parse(template).Render(Variables);
        }
        catch (JinjaException error)
        {
            return error.Message;
        }
    }
}
