using System.Diagnostics;
using Refrain.Jinja;

namespace Refrain.Tests.Tokens.Jinja;

/// <summary>Hostile templates beyond the golden ones: each attacks one place where work or memory could multiply.</summary>
[Collection(nameof(Timed))]
public class JinjaLimitsTests
{
    private static readonly Dictionary<string, object?> None = [];

    public static TheoryData<string, string> Bombs =>
        new()
        {
            {
                "a list in a list in a list",
                "{% set ns = namespace(l=[]) %}{% for i in range(5000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}"
            },
            {
                "a deep list compared",
                "{% set a = namespace(l=[], m=[]) %}{% for i in range(5000) "
                    + "%}{% set a.l = [a.l] %}{% set a.m = [a.m] %}{% endfor %}{{ a.l == a.m }}"
            },
            {
                "a deep tuple as a key",
                "{% set a = namespace(l=()) %}{% for i in range(5000) %}{% set a.l = (a.l,) %}{% endfor %}{{ {a.l: 1} }}"
            },
            {
                "a deep list as JSON",
                "{% set a = namespace(l=[]) %}{% for i in range(5000) %}{% set a.l = [a.l] %}{% endfor %}{{ a.l | tojson }}"
            },
            {
                "shared lists printed",
                "{% set a = namespace(l=[1]) %}{% for i in range(60) %}{% set a.l = [a.l, a.l] %}{% endfor %}{{ a.l }}"
            },
            {
                "shared lists compared",
                "{% set a = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set a.l = [a.l, "
                    + "a.l] %}{% set a.m = [a.m, a.m] %}{% endfor %}{{ a.l == a.m }}"
            },
            {
                "shared tuples hashed",
                "{% set a = namespace(l=(1,)) %}{% for i in range(60) %}{% set a.l = (a.l, a.l) %}{% endfor %}{{ {a.l: 1} }}"
            },
            {
                "shared lists ordered",
                "{% set a = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set a.l = [a.l, "
                    + "a.l] %}{% set a.m = [a.m, a.m] %}{% endfor %}{{ a.l < a.m }}"
            },
            { "a filter that names itself", "{{ ['a'] | map(*(['map'] * 50000)) | list }}" },
            { "a search that compares everywhere", "{% set s = 'a' * 1000000 %}{{ ('a' * 500000 ~ 'b') in s }}" },
            { "many long searches", "{% set s = 'a' * 1000000 %}{% for i in range(99999) %}{{ 'b' in s }}{% endfor %}" },
            {
                "many long comparisons",
                "{% set s = 'a' * 1000000 %}{% set t = 'a' * 1000000 %}{% for i in range(99999) %}{{ s == t }}{% endfor %}"
            },
            { "many long character tests", "{% set s = 'a' * 3000000 %}{% for i in range(99999) %}{{ s.isalpha() }}{% endfor %}" },
            { "many long cases", "{% set s = 'é' * 3000000 %}{% for i in range(99999) %}{% set t = s.title() %}{% endfor %}" },
            { "many word counts", "{% set s = 'a ' * 1500000 %}{% for i in range(99999) %}{{ s | wordcount }}{% endfor %}" },
            { "long integers from text", "{% set s = '9' * 4300 %}{% for i in range(99999) %}{% set t = s | int %}{% endfor %}" },
            { "long integers multiplied", "{% set n = 9 ** 4000 %}{% for i in range(99999) %}{% set t = n * 3 // 3 %}{% endfor %}" },
            { "long integers printed", "{% set n = 9 ** 4000 %}{% for i in range(99999) %}{% set t = n | string %}{% endfor %}" },
            { "powers of powers", "{{ 9 ** (9 ** 9) }}" },
            { "repeated multiplication", "{% set a = namespace(n=3) %}{% for i in range(100) %}{% set a.n = a.n * a.n %}{% endfor %}" },
            { "precise floats", "{% for i in range(99999) %}{% set t = '%.1000f' % 5e-324 %}{% endfor %}" },
            { "precise floats in braces", "{% for i in range(99999) %}{% set t = '{:.1000e}'.format(5e-324) %}{% endfor %}" },
            { "a width in braces", "{{ '{:>999999999}'.format(1) }}" },
            { "a width from an argument", "{{ '%*d' % (999999999, 1) }}" },
            { "a precision from an argument", "{{ '%.*d' % (999999999, 1) }}" },
            { "an impossible precision", "{{ '%.999999999f' % 1 }}" },
            { "zeros", "{{ '1'.zfill(1000000000) }}" },
            { "tabs", "{{ '\t'.expandtabs(1000000000) }}" },
            { "a long attribute path", "{{ [1] | map(attribute='.' * 3000000) | list }}" },
            { "many sort keys", "{{ [1] | sort(attribute=',' * 3000000) }}" },
            { "JSON indented by much", "{{ [1] | tojson(indent=1000000000) }}" },
            { "a huge batch", "{{ [1] | batch(1000000000, 0) | list }}" },
            { "a huge slice", "{{ [1] | slice(1000000000) | list }}" },
            { "replacement by something long", "{{ ('a' * 100000) | replace('a', 'b' * 100000) }}" },
            { "replacement of nothing", "{{ ('a' * 3000000).replace('', 'bbbb') }}" },
            { "joining", "{{ (['a' * 100000] * 99999) | join('b' * 100000) }}" },
            { "a string as a list", "{{ ('a' * 3000000) | list }}" },
            { "many lines", "{{ ('\n' * 3000000).splitlines() }}" },
            { "many words", "{{ ('a ' * 1500000).split() }}" },
            {
                "strings kept in lists",
                "{% set a = namespace(l=[]) %}{% for i in range(99999) %}{% set a.l = a.l + ['x' * 100000 ~ i] %}{% endfor %}"
            },
            { "lists kept in lists", "{% set a = namespace(l=[]) %}{% for i in range(99999) %}{% set a.l = a.l + [i] %}{% endfor %}" },
            { "sums of lists", "{{ ([[0] * 1000] * 99999) | sum(start=[]) }}" },
            {
                "output without end",
                "{% for i in range(99999) %}{% for j in range(99999) "
                    + "%}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}"
            },
            { "macros that call each other", "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{% endmacro %}{{ f() }}" },
            { "a macro that doubles", "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}" },
            {
                "a caller that calls itself",
                "{% macro f() %}{{ caller() }}{% endmacro %}{% macro g() %}{% call f() %}{{ g() }}{% endcall %}{% endmacro %}{{ g() }}"
            },
            { "a recursive loop without end", "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}" },
            { "a long sum", "{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 50_000)) + " }}" },
            { "a long chain of members", "{{ a" + string.Concat(Enumerable.Repeat("[0]", 50_000)) + " }}" },
            { "a long chain of filters", "{{ 'a'" + string.Concat(Enumerable.Repeat(" | upper", 50_000)) + " }}" },
            { "a long chain of not", "{{ " + string.Concat(Enumerable.Repeat("not ", 50_000)) + "1 }}" },
            { "a long chain of minus", "{{ " + new string('-', 50_000) + "1 }}" },
            { "a long chain of if", "{{ 1" + string.Concat(Enumerable.Repeat(" if 1 else 1", 50_000)) + " }}" },
            { "brackets", "{{ " + new string('[', 50_000) },
            { "braces", "{{ " + string.Concat(Enumerable.Repeat("{1:", 50_000)) },
            { "nested blocks", string.Concat(Enumerable.Repeat("{% if 1 %}", 50_000)) },
            { "nested calls", "{{ " + string.Concat(Enumerable.Repeat("f(", 50_000)) },
            { "nested targets", "{% set " + new string('(', 50_000) },
            { "tests as arguments of tests", "{{ 1" + string.Concat(Enumerable.Repeat(" is in [1", 50_000)) },
            { "a template of three million characters", new string('x', 3_000_000) },
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_an_error_soon_and_in_little_memory(string name, string template)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = new Stopwatch();
        // Other processes may hold the machine for seconds: the best of three tries is the template's own time.
        for (int tries = 0; tries == 0 || (tries < 3 && watch.ElapsedMilliseconds >= 2000); tries++)
        {
            watch.Restart();
            Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template).Render(None));
            watch.Stop();
        }

        // Twice the second that the golden bombs have: other tests run at the same time.
        Assert.True(watch.ElapsedMilliseconds < 2000, $"{name} took {watch.ElapsedMilliseconds} ms");
        TestContext.Current.SendDiagnosticMessage(
            $"{name}: {watch.ElapsedMilliseconds} ms, {(GC.GetTotalMemory(false) - before) / 1e6:F0} MB of heap more"
        );
    }

    [Fact]
    public void Nesting_is_an_error_on_a_small_stack_too()
    {
        string[] templates =
        [
            "{{ " + new string('(', 90) + "1" + new string(')', 90) + " }}",
            "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
            "{{ ['a'] | map(*(['map'] * 50000)) | list }}",
            "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        ];
        foreach (string template in templates)
        {
            Exception? unexpected = null;
            var thread = new Thread(
                () =>
                {
                    try
                    {
                        JinjaTemplate.Parse(template).Render(None);
                    }
                    catch (JinjaException)
                    {
                        // An error is as good as a text here; only a stack overflow is not, and that would end the process.
                    }
                    catch (Exception error)
                    {
                        unexpected = error;
                    }
                },
                256 * 1024
            );
            thread.Start();
            thread.Join();
            Assert.Null(unexpected);
        }
    }

    [Theory]
    [InlineData("{% for i in range(50) %}{% endfor %}", "Steps")]
    [InlineData("{{ 'abc' * 50 }}", "StringCharacters")]
    [InlineData("{{ 'abcdefghij' }}{{ 'abcdefghij' }}", "OutputCharacters")]
    [InlineData("{{ [0] * 20 }}", "Elements")]
    [InlineData("{{ [[[[[[[[[[[[]]]]]]]]]]]] }}", "Depth")]
    [InlineData("{% set a = 'ab' * 20 %}{% set b = 'ab' * 20 %}{% set c = 'ab' * 20 %}", "Bytes")]
    public void The_error_names_the_limit_that_was_reached(string template, string limit)
    {
        var limits = new JinjaLimits
        {
            Steps = 90,
            StringCharacters = 60,
            OutputCharacters = 15,
            Elements = 10,
            Depth = 10,
            Bytes = limit == "Bytes" ? 300 : 10_000,
        };
        limits = limit == "Steps" ? limits with { Elements = 100 } : limits;
        var error = Assert.Throws<JinjaException>(() => JinjaTemplate.Parse(template).Render(None, limits));
        Assert.EndsWith(limit, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chat_stays_within_the_default_limits()
    {
        var messages = Enumerable
            .Range(0, 2000)
            .Select(i => new Dictionary<string, string>
            {
                ["role"] = i % 2 == 0 ? "user" : "assistant",
                ["content"] = new string('x', 800),
            })
            .ToList();
        const string Template = "{% for m in messages %}{{ '<' + m['role'] + '>' + m['content'] | trim + '\n' }}{% endfor %}";
        string text = JinjaTemplate.Parse(Template).Render(new Dictionary<string, object?> { ["messages"] = messages });
        Assert.Equal(2000, text.Count(c => c == '\n'));
    }
}
