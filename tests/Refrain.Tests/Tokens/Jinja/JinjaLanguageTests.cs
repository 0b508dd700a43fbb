using System.Text.Json;
using Refrain.Jinja;

namespace Refrain.Tests.Tokens.Jinja;

/// <summary>What the golden file leaves out. Every expected text was checked against jinja2 3.1.6.</summary>
public class JinjaLanguageTests
{
    private static string Render(string template, params (string Name, object? Value)[] variables) =>
        JinjaTemplate.Parse(template).Render(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    [Theory]
    [InlineData("{{ 2**3**2 }} {{ -2**2 }} {{ 7.5//2 }} {{ -7.5%2 }} {{ 2**-1 }}", "64 4 3.0 0.5 0.5")]
    [InlineData("{{ 9223372036854775807+1 }} {{ 10**20//3 }} {{ true+1 }}", "9223372036854775808 33333333333333333333 2")]
    [InlineData(
        "{{ 1e16 }} {{ 1e15 }} {{ 1e-5 }} {{ 0.0001 }} {{ 1/3 }} {{ -0.0 }} {{ 5e-324 }}",
        "1e+16 1000000000000000.0 1e-05 0.0001 0.3333333333333333 -0.0 5e-324"
    )]
    [InlineData("{{ 1 - 1 ~ 'x' if 0 else 1 ~ 2 * 3 }}", "16")]
    [InlineData("{{ 1<2<3 }} {{ 1<2>3 }} {{ not 'a' == 'b' }} {{ [1,2]==(1,2) }} {{ [1,2]<[1,3] }}", "True False True False True")]
    public void Numbers_and_operators_follow_Python(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData(
        "{{ 0.5|round }} {{ 2.5|round }} {{ 2.675|round(2) }} {{ 1234|round(-2) }} {{ 3.14159|round(3,'ceil') }}",
        "0.0 2.0 2.67 1200 3.142"
    )]
    [InlineData(
        "{{ '0x1f'|int(0,16) }} {{ 'z'|int(7) }} {{ '3.9'|int }} {{ ' 12 '|int }} {{ '1_000'|int }} {{ 'x'|float }}",
        "31 7 3 12 1000 0.0"
    )]
    [InlineData(
        "{{ '%5d|%-5d|%05d'%(1,2,3) }} {{ '%x %o'%(255,255) }} {{ '%.2f %g'%(2.675,1e-5) }}",
        "    1|2    |00003 ff 377 2.67 1e-05"
    )]
    [InlineData("{{ '{:>5}|{:^5}|{:05d}|{:,}|{:.1%}'.format('a','b',42,1234567,0.256) }}", "    a|  b  |00042|1,234,567|25.6%")]
    [InlineData("{{ '{0} {a[b]} {0!r}'.format('x', a={'b':2}) }}", "x 2 'x'")]
    public void Numbers_are_rounded_read_and_formatted_as_in_Python(string template, string expected) =>
        Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData(
        "{{ '  a b  c '.split(none,1) }} {{ '  a b  c '.rsplit(none,1) }} {{ ''.split() }} {{ ''.split(',') }}",
        "['a', 'b  c '] ['  a b', 'c'] [] ['']"
    )]
    [InlineData(
        "{{ 'abc'.replace('','-') }} {{ 'ab'.center(5,'*') }} {{ '-42'.zfill(5) }} {{ \"it's a-b\".title() }} {{ \"it's a-b\"|title }}",
        "-a-b-c- **ab* -0042 It'S A-B It's A-B"
    )]
    [InlineData(
        "{{ 'straße'|upper }} {{ 'ΑΣ'|lower }} {{ '😀é'|length }} {{ '😀é'[::-1] }} {{ '😀é'[0] }} {{ 'a😀b'.find('b') }}",
        "STRASSE ας 2 é😀 😀 2"
    )]
    [InlineData(
        "{{ 'a\\nb\\r\\nc\\n'.splitlines() }} {{ 'a, b'.partition(', ') }} {{ 'abc'.startswith(('x','ab')) }}",
        "['a', 'b', 'c'] ('a', ', ', 'b') True"
    )]
    [InlineData("{{ ['é😀', '\\u200b\\x00', \"it's\", 'it\\'s \"x\"'] }}", "['é😀', '\\u200b\\x00', \"it's\", 'it\\'s \"x\"']")]
    public void Strings_are_code_points_and_behave_as_in_Python(string template, string expected) =>
        Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ [{'a':{'b':2}}]|map(attribute='a.b')|list }} {{ ['a b']|map('replace',' ','_')|list }}", "[2] ['a_b']")]
    [InlineData(
        "{% for g in [{'k':'x','n':1},{'k':'y','n':2},{'k':'x','n':3}]|groupby('k') "
            + "%}{{ g.grouper }}{{ g.list|map(attribute='n')|list }}{% endfor %}",
        "x[1, 3]y[2]"
    )]
    [InlineData(
        "{{ ['b','A','c']|sort }} {{ ['b','A','c']|sort(case_sensitive=true, reverse=true) }} {{ {'b':1,'a':2}|dictsort(by='value') }}",
        "['A', 'b', 'c'] ['c', 'b', 'A'] [('b', 1), ('a', 2)]"
    )]
    [InlineData("{% set u = [1,2]|select %}{{ u|list }}{{ u|list }}", "[1, 2][]")]
    [InlineData(
        "{{ range(5)[1:3] }} {{ range(0,6,2)|list }} {{ {'a':1}.items() }} {{ {1:'a',1.0:'b'} }} {{ (1,) }}",
        "range(1, 3) [0, 2, 4] dict_items([('a', 1)]) {1: 'b'} (1,)"
    )]
    public void Sequences_and_mappings_behave_as_in_Python(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{% for i in [[1,[2]],[3]] recursive %}{{ i if i is number else '[' ~ loop(i) ~ ']' }}{% endfor %}", "[1[2]][3]")]
    [InlineData(
        "{% for i in [1] %}{% continue %}{% else %}E{% endfor %}{% for i in [1,1,2] %}{{ loop.changed(i) }}{% endfor %}",
        "ETrueFalseTrue"
    )]
    [InlineData("{% set ns=namespace(x=false) %}{% for i in [1,2] if not ns.x %}{{ i }}{% set ns.x = true %}{% endfor %}", "1")]
    [InlineData(
        "{% macro m(a, b=a) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }}{{ m(1, 2, 3, x=4) }}",
        "11(){}12(3,){'x': 4}"
    )]
    [InlineData("{% macro m() %}{{ caller(5) }}{% endmacro %}{% call(x) m() %}<{{ x }}>{% endcall %}", "<5>")]
    [InlineData("{% set a=5 %}{% with a=1, b=a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "155")]
    [InlineData("{% set a | replace('x','<') | upper %}x{{ 1 }}y{% endset %}{{ a }}", "<1Y")]
    [InlineData("{% for i in [1,2] %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}", "12")]
    [InlineData("a\n  {% raw %}\n {{x}}\n  {% endraw %}\nb", "a\n\n {{x}}\nb")]
    [InlineData("  {# c #}\nx{#- y -#} z\r\n", "xz")]
    [InlineData("{% if 0 %}{{ 5|nofilter }}{% endif %}x", "x")]
    public void Statements_follow_jinja2(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a\nb\n{{ 1 + }}", 3, "unexpected 'end of print statement'")]
    [InlineData(
        "\n{% if x %}",
        2,
        "Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. "
            + "The innermost block that needs to be closed is 'if'."
    )]
    [InlineData("\n\n{{ x.y }}", 3, "'x' is undefined")]
    [InlineData("{{ 1\n+\nnone }}", 3, "unsupported operand type(s) for +: 'int' and 'NoneType'")]
    [InlineData("{{ 'a'.nothing() }}", 1, "'str object' has no attribute 'nothing'")]
    [InlineData("{{ 'a'.encode() }}", 1, "the string method 'encode' is not supported in templates")]
    [InlineData("{{ {}.update({}) }}", 1, "access to attribute 'update' of 'dict' object is unsafe.")]
    [InlineData("{% macro m(a) %}{% endmacro %}{{ m(1, x=2) }}", 1, "macro 'm' takes no keyword argument 'x'")]
    [InlineData("{% for i in [] %}{{ 5|nofilter }}{% endfor %}", 1, "No filter named 'nofilter'.")]
    [InlineData("{{ 'a'|center(width='x') }}", 1, "center(): width must be an integer, not 'str'")]
    public void An_error_names_place_line_and_problem(string template, int line, string problem)
    {
        var error = Assert.Throws<JinjaException>(() => Render(template));
        Assert.Equal((line, problem), (error.Line, error.Problem));
        Assert.Equal($"chat_template, line {line}: {problem}", error.Message);
    }

    [Fact]
    public void Formats_rounding_and_splits_are_those_of_the_reference()
    {
        var wrong = new List<string>();
        using var file = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Tokens", "Jinja", "jinja2-3.1.2.json"))
        );
        foreach (var example in file.RootElement.EnumerateArray())
        {
            string template = example.GetProperty("template").GetString()!;
            string? expected = example.TryGetProperty("text", out var text) ? text.GetString() : null,
                got;
            try
            {
                got = Render(template);
            }
            catch (JinjaException)
            {
                got = null;
            }

            if (got != expected)
            {
                wrong.Add($"{template}\n  got      {got ?? "an error"}\n  expected {expected ?? "an error"}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("wordwrap")]
    [InlineData("urlize")]
    [InlineData("pprint")]
    [InlineData("random")]
    [InlineData("xmlattr")]
    public void A_filter_of_jinja2_that_is_missing_here_is_named(string filter) =>
        Assert.Equal(
            $"the filter '{filter}' is not supported in templates",
            Assert.Throws<JinjaException>(() => Render($"{{{{ 'a'|{filter} }}}}")).Problem
        );

    [Fact]
    public void A_raised_exception_is_told_apart_and_cannot_steer_a_terminal()
    {
        var error = Assert.Throws<JinjaException>(() => Render("{{ raise_exception('\\u001b[31mno' ~ 'o' * 1000) }}"));
        Assert.True(error.RaisedByTemplate);
        Assert.StartsWith("\u001b[31mno", error.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.Message);
        Assert.True(error.Message.Length < 600);
        Assert.False(Assert.Throws<JinjaException>(() => Render("{{ x.y }}")).RaisedByTemplate);
    }

    [Fact]
    public void The_date_is_fixed_unless_given()
    {
        var template = JinjaTemplate.Parse("{{ strftime_now('%d %b %Y %H:%M, %A, day %j, %-d') }}");
        Assert.Equal("01 Jan 2026 00:00, Thursday, day 001, 1", template.Render(new Dictionary<string, object?>()));
        var limits = new JinjaLimits { Now = new DateTime(2024, 7, 26, 13, 5, 0) };
        Assert.Equal("26 Jul 2024 13:05, Friday, day 208, 26", template.Render(new Dictionary<string, object?>(), limits));
    }

    [Fact]
    public void A_value_that_templates_do_not_have_is_refused_before_rendering()
    {
        Assert.Throws<ArgumentException>(() => Render("{{ x }}", ("x", new Uri("https://example.org"))));
        Assert.Equal(
            "1 2 3.5 18446744073709551615",
            Render("{{ a }} {{ b }} {{ c }} {{ d }}", ("a", 1), ("b", 2L), ("c", 3.5f), ("d", ulong.MaxValue))
        );
    }

    [Fact]
    public void One_template_renders_for_many_threads_at_once()
    {
        var template = JinjaTemplate.Parse(
            "{% set ns = namespace(n=0) %}{% for i in range(x) %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}"
        );
        Parallel.For(0, 200, x =>
            Assert.Equal(
                (x * (x - 1) / 2).ToString(System.Globalization.CultureInfo.InvariantCulture),
                template.Render(new Dictionary<string, object?> { ["x"] = x })
            )
        );
    }
}
