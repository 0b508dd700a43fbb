namespace Refrain.Jinja.Syntax;

/// <summary>The statements, one method each.</summary>
internal sealed partial class Parser
{
    private For ReadFor(int line)
    {
        var target = ReadTarget(allowsNamespace: false, "in");
        stream.ExpectName("in");
        var items = expressions.ReadTuple(allowsConditional: false, endName: "recursive");
        var where = stream.SkipName("if") ? expressions.Read() : null;
        bool isRecursive = stream.SkipName("recursive");
        stream.Expect(TokenKind.BlockEnd, "end of statement block");
        loops++;
        var body = ReadBlock("for", "endfor", "else");
        loops--;
        var otherwise = stream.Take().Text == "else" ? ReadBody("for", "endfor") : Block.Empty;
        return new For(target, items, where, isRecursive, body, otherwise, line);
    }

    private Statement ReadSet(int line)
    {
        var target = ReadTarget(allowsNamespace: true, null);
        if (stream.Skip("="))
        {
            return new Set(target, expressions.ReadTuple(), line);
        }

        var filter = stream.Skip("|") ? ReadFilters(null) : null;
        return new SetBlock(target, filter, ReadBody("set", "endset"), line);
    }

    /// <summary>One filter and those chained behind it.</summary>
    private Filter ReadFilters(Expression? operand)
    {
        var filter = expressions.ReadFilter(operand);
        while (stream.Skip("|"))
        {
            filter = expressions.ReadFilter(filter);
        }

        return filter;
    }

    private Target ReadTarget(bool allowsNamespace, string? endName)
    {
        int line = stream.Current.Line;
        var items = new List<Target>();
        bool isTuple = false;
        while (items.Count == 0 || AtTarget(endName))
        {
            items.Add(stream.Nested(() => ReadOneTarget(allowsNamespace)));
            if (!stream.Skip(","))
            {
                break;
            }

            isTuple = true;
        }

        return isTuple ? new TupleTarget(items, line) : items[0];
    }

    private bool AtTarget(string? endName) =>
        stream.Current.Is("(")
        || stream.Current.Is("[")
        || (stream.Current.Kind == TokenKind.Name && !(endName is not null && stream.Current.IsName(endName)));

    private Target ReadOneTarget(bool allowsNamespace)
    {
        if (stream.Skip("("))
        {
            var inner = ReadTarget(allowsNamespace, null);
            stream.Expect(")");
            return inner;
        }

        var token = stream.Expect(TokenKind.Name, "name");
        if (token.Text is "true" or "false" or "none" or "True" or "False" or "None")
        {
            throw stream.Error($"can't assign to '{token.Text}'", token.Line);
        }

        return allowsNamespace && stream.Skip(".")
            ? new NamespaceTarget(token.Text, stream.Name(), token.Line)
            : new NameTarget(token.Text, token.Line);
    }

    private Macro ReadMacro(int line)
    {
        string name = stream.Name();
        return ReadMacroBody(name, ReadParameters(), "macro", "endmacro", line);
    }

    private CallBlock ReadCall(int line)
    {
        IReadOnlyList<Parameter> parameters = stream.Current.Is("(") ? ReadParameters() : [];
        var call = expressions.Read() as Call ?? throw stream.Error("expected call", line);
        return new CallBlock(call, ReadMacroBody("caller", parameters, "call", "endcall", line), line);
    }

    private List<Parameter> ReadParameters()
    {
        var parameters = new List<Parameter>();
        stream.Expect("(");
        while (!stream.Skip(")"))
        {
            if (parameters.Count > 0)
            {
                stream.Expect(",");
            }

            string name = stream.Name();
            var value = stream.Skip("=") ? expressions.Read() : null;
            if (value is null && parameters.Count > 0 && parameters[^1].Default is not null)
            {
                throw stream.Error("non-default argument follows default argument");
            }

            if (parameters.Exists(p => p.Text == name))
            {
                throw stream.Error($"duplicate argument '{Shown.Of(name)}'");
            }

            parameters.Add(new Parameter(name, value));
        }

        return parameters;
    }

    private Macro ReadMacroBody(string name, IReadOnlyList<Parameter> parameters, string opener, string end, int line)
    {
        var outerNames = expressions.Names;
        int outerLoops = loops;
        expressions.Names = [];
        this.loops = 0;
        var body = ReadBody(opener, end);
        var used = expressions.Names;
        bool Uses(string special) => used.Contains(special) && !parameters.Any(p => p.Text == special);
        var macro = new Macro(name, parameters, body, line)
        {
            UsesMorePositional = Uses("varargs"),
            UsesMoreKeywords = Uses("kwargs"),
            UsesCaller = Uses("caller"),
        };
        outerNames.UnionWith(used);
        expressions.Names = outerNames;
        this.loops = outerLoops;
        return macro;
    }

    private With ReadWith(int line)
    {
        var assignments = new List<(Target, Expression)>();
        while (stream.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0)
            {
                stream.Expect(",");
            }

            var target = stream.Nested(() => ReadOneTarget(allowsNamespace: false));
            stream.Expect("=");
            assignments.Add((target, expressions.Read()));
        }

        return new With(assignments, ReadBody("with", "endwith"), line);
    }

    private Statement ReadAutoescape(int line)
    {
        var enabled = expressions.Read();
        var body = ReadBody("autoescape", "endautoescape");
        return enabled is Constant { Value: false }
            ? new Group(body, line)
            : new Unsupported("'autoescape': a chat template is never escaped", line);
    }

    private With ReadNamedBlock(int line)
    {
        string name = stream.Name();
        stream.SkipName("scoped");
        stream.SkipName("required");
        var body = ReadBody("block", "endblock");
        stream.SkipName(name);
        return new With([], body, line);
    }
}
