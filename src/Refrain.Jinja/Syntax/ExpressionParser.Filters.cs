namespace Refrain.Jinja.Syntax;

/// <summary>Filters and tests.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ReadFiltersAndTests(Expression value)
    {
        while (true)
        {
            if (stream.Current.Is("|"))
            {
                stream.Take();
                value = ReadFilter(value);
            }
            else if (stream.Current.IsName("is"))
            {
                value = ReadTest(value);
            }
            else if (stream.Current.Is("("))
            {
                value = new Call(value, ReadArguments(), stream.Current.Line);
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>A filter whose <c>|</c> was read; a null operand stands for the text of a block.</summary>
    public Filter ReadFilter(Expression? operand)
    {
        int line = stream.Current.Line;
        string name = ReadDottedName();
        var arguments = stream.Current.Is("(") ? ReadArguments() : ArgumentList.Empty;
        if (!Builtins.FilterTable.Contains(name))
        {
            Unknown.Add(stream.Error(Builtins.FilterTable.Problem(name), line));
        }

        return new Filter(operand, name, arguments, line);
    }

    private Test ReadTest(Expression operand)
    {
        int line = stream.Take().Line;
        bool negated = stream.SkipName("not");
        string name = ReadDottedName();
        var arguments = ArgumentList.Empty;
        if (stream.Current.Is("("))
        {
            arguments = ReadArguments();
        }
        else if (StartsArgument(stream.Current))
        {
            arguments = ArgumentList.Empty with { Positional = [stream.Nested(() => ReadPostfix(ReadPrimary()))] };
        }

        if (!Builtins.TestTable.Contains(name))
        {
            Unknown.Add(stream.Error($"No test named '{Shown.Of(name)}'.", line));
        }

        return new Test(operand, name, arguments, negated, line);
    }

    private bool StartsArgument(Token token)
    {
        if (token.IsName("is"))
        {
            throw stream.Error("You cannot chain multiple tests with is");
        }

        // jinja2 lists "else", "or" and "and"; "if" is taken as an argument's name there, too.
        return token.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Float
            || token.Is("[")
            || token.Is("{")
            || (token.Kind == TokenKind.Name && token.Text is not ("else" or "or" or "and"));
    }

    private string ReadDottedName()
    {
        string name = stream.Name();
        while (stream.Skip("."))
        {
            name += "." + stream.Name();
        }

        return name;
    }
}
