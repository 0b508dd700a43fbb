using Refrain.Jinja.Evaluation;
using Refrain.Jinja.Formatting;
using Refrain.Jinja.Values;

namespace Refrain.Jinja.Builtins;

/// <summary>Python's string methods by name.</summary>
internal static class StringMethods
{
    private delegate object? Method(string text, Arguments arguments, Budget budget);

    private static readonly Dictionary<string, Method> Methods = new(StringComparer.Ordinal)
    {
        ["strip"] = (text, arguments, budget) => Strip("strip", text, arguments, true, true, budget),
        ["lstrip"] = (text, arguments, budget) => Strip("lstrip", text, arguments, true, false, budget),
        ["rstrip"] = (text, arguments, budget) => Strip("rstrip", text, arguments, false, true, budget),
        ["split"] = (text, arguments, budget) => Split("split", text, arguments, false, budget),
        ["rsplit"] = (text, arguments, budget) => Split("rsplit", text, arguments, true, budget),
        ["splitlines"] = (text, arguments, budget) =>
            Splitting.Lines(text, arguments.Bind("splitlines", 0, "keepends").Flag(0, false), budget),
        ["partition"] = (text, arguments, budget) =>
            Splitting.Partition(text, arguments.Bind("partition", 1, "sep").Text(0), false, budget),
        ["rpartition"] = (text, arguments, budget) =>
            Splitting.Partition(text, arguments.Bind("rpartition", 1, "sep").Text(0), true, budget),
        ["startswith"] = (text, arguments, budget) => Affix("startswith", text, arguments, (part, affix) => part.StartsWith(affix), budget),
        ["endswith"] = (text, arguments, budget) => Affix("endswith", text, arguments, (part, affix) => part.EndsWith(affix), budget),
        ["removeprefix"] = (text, arguments, budget) => RemovePrefix(text, arguments.Bind("removeprefix", 1, "prefix").Text(0), budget),
        ["removesuffix"] = (text, arguments, budget) => RemoveSuffix(text, arguments.Bind("removesuffix", 1, "suffix").Text(0), budget),
        ["upper"] = Plain("upper", Casing.Upper),
        ["lower"] = Plain("lower", Casing.Lower),
        ["casefold"] = Plain("casefold", (text, budget) => Casing.Lower(Strings.Replace(text, "ß", "ss", -1, budget), budget)),
        ["title"] = Plain("title", Casing.Title),
        ["capitalize"] = Plain("capitalize", Casing.Capitalize),
        ["swapcase"] = Plain("swapcase", Casing.Swap),
        ["replace"] = Replace,
        ["join"] = (text, arguments, budget) =>
            Strings.Join(text, Iteration.Over(arguments.Bind("join", 1, "iterable")[0], budget), budget, convertsAll: false),
        ["format"] = (text, arguments, budget) => new BraceFormat(arguments, budget).Apply(text),
        ["find"] = (text, arguments, budget) => Find("find", text, arguments, false, budget),
        ["rfind"] = (text, arguments, budget) => Find("rfind", text, arguments, true, budget),
        ["index"] = (text, arguments, budget) => Found(Find("index", text, arguments, false, budget)),
        ["rindex"] = (text, arguments, budget) => Found(Find("rindex", text, arguments, true, budget)),
        ["count"] = (text, arguments, budget) =>
        {
            var bound = arguments.Bind("count", 1, "sub", "start", "end");
            return Strings.CountOf(Part(text, bound, budget).Text, bound.Text(0), budget);
        },
        ["ljust"] = (text, arguments, budget) => Pad("ljust", text, arguments, 0, budget),
        ["rjust"] = (text, arguments, budget) => Pad("rjust", text, arguments, 1, budget),
        ["center"] = (text, arguments, budget) => Pad("center", text, arguments, 0.5, budget),
        ["zfill"] = ZeroFill,
        ["expandtabs"] = ExpandTabs,
    };

    /// <summary>Methods that exist, so that <c>is defined</c> says so, but that templates have no use for.</summary>
    private static readonly HashSet<string> Refused = ["encode", "translate", "maketrans", "format_map"];

    public static Callable? Bind(string text, string name, Budget budget)
    {
        if (Methods.TryGetValue(name, out var method))
        {
            return new Callable(name, arguments => method(text, arguments, budget), "builtin_function_or_method");
        }

        if (CharacterTests.Find(name) is { } test)
        {
            return new Callable(name, arguments =>
            {
                arguments.Bind(name, 0);
                budget.Work(text.Length * 4L);
                return test(text);
            });
        }

        return Refused.Contains(name)
            ? new Callable(name, _ => throw new JinjaException($"the string method '{name}' is not supported in templates"))
            : null;
    }

    private static Method Plain(string name, Func<string, Budget, string> map) =>
        (text, arguments, budget) =>
        {
            arguments.Bind(name, 0);
            return map(text, budget);
        };

    private static string Strip(string name, string text, Arguments arguments, bool atStart, bool atEnd, Budget budget)
    {
        var bound = arguments.Bind(name, 0, "chars");
        return Strings.Strip(text, bound.IsNone(0) ? null : bound.Text(0), atStart, atEnd, budget);
    }

    private static Sequence Split(string name, string text, Arguments arguments, bool fromRight, Budget budget)
    {
        var bound = arguments.Bind(name, 0, "sep", "maxsplit");
        return Splitting.Split(text, bound.IsNone(0) ? null : bound.Text(0), bound.Integer(1, -1), fromRight, budget);
    }

    private static string Replace(string text, Arguments arguments, Budget budget)
    {
        var bound = arguments.Bind("replace", 2, "old", "new", "count");
        return Strings.Replace(text, bound.Text(0), bound.Text(1), bound.Integer(2, -1), budget);
    }

    private static string Pad(string name, string text, Arguments arguments, double shareBefore, Budget budget)
    {
        var bound = arguments.Bind(name, 1, "width", "fillchar");
        return Strings.Pad(text, bound.Integer(0), bound.Text(1, " "), shareBefore, budget);
    }

    private static object ZeroFill(string text, Arguments arguments, Budget budget)
    {
        int width = arguments.Bind("zfill", 1, "width").Integer(0);
        int sign = text.StartsWith('-') || text.StartsWith('+') ? 1 : 0;
        return text[..sign] + Strings.Pad(text[sign..], width - sign, "0", 1, budget);
    }

    private static object ExpandTabs(string text, Arguments arguments, Budget budget)
    {
        int size = arguments.Bind("expandtabs", 0, "tabsize").Integer(0, 8);
        var result = new TextBuilder(budget);
        int column = 0;
        foreach (char c in text)
        {
            int spaces = c == '\t' && size > 0 ? size - (column % size) : 0;
            result.Append(' ', spaces);
            if (c != '\t')
            {
                result.Append(c);
            }

            column = c is '\n' or '\r' ? 0 : column + (c == '\t' ? spaces : 1);
        }

        return result.ToString();
    }

    /// <summary>
    /// The part of a text that the arguments <c>start</c> and <c>end</c> name, and where it begins; null text where that lies outside.
    /// </summary>
    private static (string Text, int Start, bool IsInside) Part(string text, Bound bound, Budget budget)
    {
        if (bound.IsNone(1) && bound.IsNone(2))
        {
            return (text, 0, true);
        }

        int length = CodePoints.Count(text);
        int Clamp(int at) => Math.Clamp(at < 0 ? at + length : at, 0, int.MaxValue);
        int start = bound.IsNone(1) ? 0 : Clamp(bound.Integer(1));
        int end = bound.IsNone(2) ? length : Math.Min(length, Clamp(bound.Integer(2)));
        return start > length || end < start ? ("", start, false) : (CodePoints.Pick(text, start, 1, end - start, budget), start, true);
    }

    private delegate bool AffixTest(ReadOnlySpan<char> part, ReadOnlySpan<char> affix);

    private static object Affix(string name, string text, Arguments arguments, AffixTest test, Budget budget)
    {
        var bound = arguments.Bind(name, 1, "affix", "start", "end");
        var (part, _, isInside) = Part(text, bound, budget);
        IReadOnlyList<object?> affixes = bound[0] is Sequence { Kind: SequenceKind.Tuple } tuple ? tuple.Items : [bound.Text(0)];
        foreach (object? affix in affixes)
        {
            string candidate =
                affix as string ?? throw new JinjaException($"tuple for {name} must only contain str, not {TypeNames.Of(affix)}");
            budget.Work(candidate.Length);
            if (isInside && test(part, candidate))
            {
                return true;
            }
        }

        return false;
    }

    private static long Find(string name, string text, Arguments arguments, bool fromRight, Budget budget)
    {
        var bound = arguments.Bind(name, 1, "sub", "start", "end");
        var (part, start, isInside) = Part(text, bound, budget);
        string wanted = bound.Text(0);
        budget.Search(part, wanted);
        int at = fromRight ? part.LastIndexOf(wanted, StringComparison.Ordinal) : part.IndexOf(wanted, StringComparison.Ordinal);
        return at < 0 || !isInside ? -1 : start + CodePoints.Count(part[..at]);
    }

    private static object Found(long at) => at >= 0 ? at : throw new JinjaException("substring not found");

    private static string RemovePrefix(string text, string prefix, Budget budget)
    {
        budget.Text(text.Length);
        return text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
    }

    private static string RemoveSuffix(string text, string suffix, Budget budget)
    {
        budget.Text(text.Length);
        return text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;
    }
}
