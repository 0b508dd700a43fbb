namespace Refrain.Jinja.Syntax;

/// <summary>The tokens of a template with a current position, and the errors that name it.</summary>
internal sealed class TokenStream(List<Token> tokens, string place)
{
    /// <summary>Deeper nesting has no use and would exhaust the stack; CPython stops at about the same depth.</summary>
    private const int DeepestNesting = 100;

    private int position;
    private int depth;

    public Token Current => tokens[position];

    public Token Ahead => tokens[Math.Min(position + 1, tokens.Count - 1)];

    public Token Take()
    {
        var token = Current;
        this.position = Math.Min(position + 1, tokens.Count - 1);
        return token;
    }

    public bool Skip(string operatorText)
    {
        bool found = Current.Is(operatorText);
        if (found)
        {
            Take();
        }

        return found;
    }

    public bool SkipName(string name)
    {
        bool found = Current.IsName(name);
        if (found)
        {
            Take();
        }

        return found;
    }

    public void Expect(string operatorText)
    {
        if (!Skip(operatorText))
        {
            throw Error($"expected token '{operatorText}', got '{Current.Description}'");
        }
    }

    public void ExpectName(string name)
    {
        if (!SkipName(name))
        {
            throw Error($"expected token '{name}', got '{Current.Description}'");
        }
    }

    public Token Expect(TokenKind kind, string description)
    {
        return Current.Kind == kind ? Take() : throw Error($"expected token '{description}', got '{Current.Description}'");
    }

    public string Name() => Expect(TokenKind.Name, "name").Text;

    /// <summary>Reads one nested piece, counting how deep it lies.</summary>
    public T Nested<T>(Func<T> read)
    {
        if (++depth > DeepestNesting || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error($"nested more than {DeepestNesting} deep");
        }

        var result = read();
        depth--;
        return result;
    }

    public JinjaException Error(string problem) => Error(problem, Current.Line);

    public JinjaException Error(string problem, int line) => new(place, line, problem, raised: false);
}
