using System.Text;

namespace Refrain.Jinja.Syntax;

/// <summary>Literals, subscripts and calls.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ReadPrimary()
    {
        var token = stream.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                stream.Take();
                return ReadName(token);
            case TokenKind.String:
                return ReadString();
            case TokenKind.Integer or TokenKind.Float:
                stream.Take();
                return new Constant(token.Value, token.Line);
            case TokenKind.Operator when stream.Skip("("):
                var inner = ReadTuple(inParentheses: true);
                stream.Expect(")");
                return inner;
            case TokenKind.Operator when stream.Skip("["):
                return new ListLiteral(ReadItems("]", () => Read()), IsTuple: false, token.Line);
            case TokenKind.Operator when stream.Skip("{"):
                return new DictionaryLiteral(ReadItems("}", ReadPair), token.Line);
            default:
                throw stream.Error($"unexpected '{token.Description}'");
        }
    }

    private Expression ReadName(Token token)
    {
        switch (token.Text)
        {
            case "true" or "True":
                return new Constant(true, token.Line);
            case "false" or "False":
                return new Constant(false, token.Line);
            case "none" or "None":
                return new Constant(null, token.Line);
            default:
                Names.Add(token.Text);
                return new Name(token.Text, token.Line);
        }
    }

    /// <summary>Neighbouring string literals are one string.</summary>
    private Constant ReadString()
    {
        int line = stream.Current.Line;
        string first = stream.Take().Text;
        if (stream.Current.Kind != TokenKind.String)
        {
            return new Constant(first, line);
        }

        var text = new StringBuilder(first);
        while (stream.Current.Kind == TokenKind.String)
        {
            text.Append(stream.Take().Text);
        }

        return new Constant(text.ToString(), line);
    }

    private List<T> ReadItems<T>(string end, Func<T> read)
    {
        var items = new List<T>();
        while (!stream.Skip(end))
        {
            if (items.Count > 0)
            {
                stream.Expect(",");
                if (stream.Skip(end))
                {
                    break;
                }
            }

            items.Add(read());
        }

        return items;
    }

    private (Expression, Expression) ReadPair()
    {
        var key = Read();
        stream.Expect(":");
        return (key, Read());
    }

    private Expression ReadPostfix(Expression value)
    {
        while (true)
        {
            int line = stream.Current.Line;
            if (stream.Skip("."))
            {
                var member = stream.Take();
                value = member.Kind switch
                {
                    TokenKind.Name => new AttributeOf(value, member.Text, line),
                    TokenKind.Integer => new Subscript(value, new Constant(member.Value, line), line),
                    _ => throw stream.Error("expected name or number", line),
                };
            }
            else if (stream.Skip("["))
            {
                var indexes = ReadItems("]", ReadSubscript);
                value = new Subscript(value, indexes.Count == 1 ? indexes[0] : new ListLiteral(indexes, IsTuple: true, line), line);
            }
            else if (stream.Current.Is("("))
            {
                value = new Call(value, ReadArguments(), line);
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ReadSubscript()
    {
        int line = stream.Current.Line;
        Expression? start = stream.Current.Is(":") ? null : Read();
        if (!stream.Skip(":"))
        {
            return start!;
        }

        bool AtEnd() => stream.Current.Is("]") || stream.Current.Is(",");
        var stop = AtEnd() || stream.Current.Is(":") ? null : Read();
        var step = stream.Skip(":") && !AtEnd() ? Read() : null;
        return new Slice(start, stop, step, line);
    }

    public ArgumentList ReadArguments()
    {
        int line = stream.Current.Line;
        stream.Expect("(");
        var positional = new List<Expression>();
        var keywords = new List<(string, Expression)>();
        Expression? morePositional = null;
        Expression? moreKeywords = null;
        ReadItems(")", () =>
        {
            bool valid = moreKeywords is null;
            if (stream.Skip("*"))
            {
                valid &= morePositional is null;
                morePositional = Read();
            }
            else if (stream.Skip("**"))
            {
                moreKeywords = Read();
            }
            else if (stream.Current.Kind == TokenKind.Name && stream.Ahead.Is("="))
            {
                string name = stream.Take().Text;
                stream.Take();
                valid &= keywords.TrueForAll(k => k.Item1 != name);
                keywords.Add((name, Read()));
            }
            else
            {
                valid &= morePositional is null && keywords.Count == 0;
                positional.Add(Read());
            }

            return valid ? true : throw stream.Error("invalid syntax for function call expression", line);
        });
        return new ArgumentList(positional, keywords, morePositional, moreKeywords);
    }
}
