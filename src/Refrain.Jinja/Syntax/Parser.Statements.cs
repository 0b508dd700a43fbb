namespace Refrain.Jinja.Syntax;

/// <summary>The statements, one method each.</summary>
internal sealed partial class Parser
{
    private For ReadFor(int line)
    {
        var target = ReadTarget(allowsNamespace: false, "in");
        _stream.ExpectName("in");
        var items = _expressions.ReadTuple(allowsConditional: false, endName: "recursive");
        var where = _stream.SkipName("if") ? _expressions.Read() : null;
        bool isRecursive = _stream.SkipName("recursive");
        _stream.Expect(TokenKind.BlockEnd, "end of statement block");
        _loops++;
        var body = ReadBlock("for", "endfor", "else");
        _loops--;
        var otherwise = _stream.Take().Text == "else" ? ReadBody("for", "endfor") : Block.Empty;
        return new For(target, items, where, isRecursive, body, otherwise, line);
    }

    private Statement ReadSet(int line)
    {
        var target = ReadTarget(allowsNamespace: true, null);
        if (_stream.Skip("="))
        {
            return new Set(target, _expressions.ReadTuple(), line);
        }

        var filter = _stream.Skip("|") ? ReadFilters(null) : null;
        return new SetBlock(target, filter, ReadBody("set", "endset"), line);
    }

    /// <summary>One filter and those chained behind it.</summary>
    private Filter ReadFilters(Expression? operand)
    {
        var filter = _expressions.ReadFilter(operand);
        while (_stream.Skip("|"))
        {
            filter = _expressions.ReadFilter(filter);
        }

        return filter;
    }

    private Target ReadTarget(bool allowsNamespace, string? endName)
    {
        int line = _stream.Current.Line;
        var items = new List<Target>();
        bool isTuple = false;
        while (items.Count == 0 || AtTarget(endName))
        {
            items.Add(_stream.Nested(() => ReadOneTarget(allowsNamespace)));
            if (!_stream.Skip(","))
            {
                break;
            }

            isTuple = true;
        }

        return isTuple ? new TupleTarget(items, line) : items[0];
    }

    private bool AtTarget(string? endName) =>
        _stream.Current.Is("(")
        || _stream.Current.Is("[")
        || (_stream.Current.Kind == TokenKind.Name && !(endName is not null && _stream.Current.IsName(endName)));

    private Target ReadOneTarget(bool allowsNamespace)
    {
        if (_stream.Skip("("))
        {
            var inner = ReadTarget(allowsNamespace, null);
            _stream.Expect(")");
            return inner;
        }

        var token = _stream.Expect(TokenKind.Name, "name");
        if (token.Text is "true" or "false" or "none" or "True" or "False" or "None")
        {
            throw _stream.Error($"can't assign to '{token.Text}'", token.Line);
        }

        return allowsNamespace && _stream.Skip(".")
            ? new NamespaceTarget(token.Text, _stream.Name(), token.Line)
            : new NameTarget(token.Text, token.Line);
    }

    private Macro ReadMacro(int line)
    {
        string name = _stream.Name();
        return ReadMacroBody(name, ReadParameters(), "macro", "endmacro", line);
    }

    private CallBlock ReadCall(int line)
    {
        IReadOnlyList<Parameter> parameters = _stream.Current.Is("(") ? ReadParameters() : [];
        var call = _expressions.Read() as Call ?? throw _stream.Error("expected call", line);
        return new CallBlock(call, ReadMacroBody("caller", parameters, "call", "endcall", line), line);
    }

    private List<Parameter> ReadParameters()
    {
        var parameters = new List<Parameter>();
        _stream.Expect("(");
        while (!_stream.Skip(")"))
        {
            if (parameters.Count > 0)
            {
                _stream.Expect(",");
            }

            string name = _stream.Name();
            var value = _stream.Skip("=") ? _expressions.Read() : null;
            if (value is null && parameters.Count > 0 && parameters[^1].Default is not null)
            {
                throw _stream.Error("non-default argument follows default argument");
            }

            if (parameters.Exists(p => p.Text == name))
            {
                throw _stream.Error($"duplicate argument '{Shown.Of(name)}'");
            }

            parameters.Add(new Parameter(name, value));
        }

        return parameters;
    }

    private Macro ReadMacroBody(string name, IReadOnlyList<Parameter> parameters, string opener, string end, int line)
    {
        var outerNames = _expressions.Names;
        int outerLoops = _loops;
        _expressions.Names = [];
        _loops = 0;
        var body = ReadBody(opener, end);
        var used = _expressions.Names;
        bool Uses(string special) => used.Contains(special) && !parameters.Any(p => p.Text == special);
        var macro = new Macro(name, parameters, body, line)
        {
            UsesMorePositional = Uses("varargs"),
            UsesMoreKeywords = Uses("kwargs"),
            UsesCaller = Uses("caller"),
        };
        outerNames.UnionWith(used);
        _expressions.Names = outerNames;
        _loops = outerLoops;
        return macro;
    }

    private With ReadWith(int line)
    {
        var assignments = new List<(Target, Expression)>();
        while (_stream.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0)
            {
                _stream.Expect(",");
            }

            var target = _stream.Nested(() => ReadOneTarget(allowsNamespace: false));
            _stream.Expect("=");
            assignments.Add((target, _expressions.Read()));
        }

        return new With(assignments, ReadBody("with", "endwith"), line);
    }

    private Statement ReadAutoescape(int line)
    {
        var enabled = _expressions.Read();
        var body = ReadBody("autoescape", "endautoescape");
        return enabled is Constant { Value: false }
            ? new Group(body, line)
            : new Unsupported("'autoescape': a chat template is never escaped", line);
    }

    private With ReadNamedBlock(int line)
    {
        string name = _stream.Name();
        _stream.SkipName("scoped");
        _stream.SkipName("required");
        var body = ReadBody("block", "endblock");
        _stream.SkipName(name);
        return new With([], body, line);
    }
}
