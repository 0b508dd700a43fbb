namespace Refrain.Jinja.Syntax;

/// <summary>Reads a whole template into statements.</summary>
internal sealed partial class Parser
{
    private readonly TokenStream stream;
    private readonly ExpressionParser expressions;

    /// <summary>Loops around the statement being read, within the innermost macro.</summary>
    private int loops;

    private Parser(TokenStream stream) => (this.stream, expressions) = (stream, new ExpressionParser(stream));

    public static Block Parse(string source, string place)
    {
        var parser = new Parser(new TokenStream(Lexer.Read(source, place), place));
        var template = parser.ReadBlock("");
        return parser.expressions.Unknown is [var first, ..] ? throw first : template;
    }

    /// <summary>
    /// Statements up to a block tag with one of the names, which stays to be read; without names, up to the template's end.
    /// </summary>
    private Block ReadBlock(string opener, params string[] ends)
    {
        var statements = new List<Statement>();
        while (true)
        {
            var token = this.stream.Current;
            switch (token.Kind)
            {
                case TokenKind.Data:
                    this.stream.Take();
                    statements.Add(new Data(token.Text, token.Line));
                    break;
                case TokenKind.VariableBegin:
                    this.stream.Take();
                    statements.Add(new Output(expressions.ReadTuple(), token.Line));
                    this.stream.Expect(TokenKind.VariableEnd, "end of print statement");
                    break;
                case TokenKind.BlockBegin:
                    this.stream.Take();
                    if (this.stream.Current.Kind == TokenKind.Name && Array.IndexOf(ends, this.stream.Current.Text) >= 0)
                    {
                        return new Block(statements);
                    }

                    statements.Add(this.stream.Nested(() => ReadStatement(opener, ends)));
                    this.stream.Expect(TokenKind.BlockEnd, "end of statement block");
                    break;
                default:
                    return ends.Length == 0
                        ? new Block(statements)
                        : throw this.stream.Error(
                            "Unexpected end of template. Jinja was looking for the following tags: "
                                + $"{string.Join(" or ", ends.Select(end => $"'{end}'"))}. "
                                + $"The innermost block that needs to be closed is '{opener}'."
                        );
            }
        }
    }

    /// <summary>The body of a block: behind its opening tag's end, up to and with the name of its closing tag.</summary>
    private Block ReadBody(string opener, string end)
    {
        this.stream.Expect(TokenKind.BlockEnd, "end of statement block");
        var body = ReadBlock(opener, end);
        this.stream.Take();
        return body;
    }

    private Statement ReadStatement(string opener, string[] ends)
    {
        var token = this.stream.Expect(TokenKind.Name, "name");
        switch (token.Text)
        {
            case "for":
                return ReadFor(token.Line);
            case "if":
                return ReadIf(token.Line);
            case "set":
                return ReadSet(token.Line);
            case "macro":
                return ReadMacro(token.Line);
            case "call":
                return ReadCall(token.Line);
            case "filter":
                var filter = ReadFilters(null);
                return new FilterBlock(filter, ReadBody("filter", "endfilter"), token.Line);
            case "with":
                return ReadWith(token.Line);
            case "generation":
                return new Group(ReadBody("generation", "endgeneration"), token.Line);
            case "autoescape":
                return ReadAutoescape(token.Line);
            case "block":
                return ReadNamedBlock(token.Line);
            case "print":
                return new Output(expressions.ReadTuple(), token.Line);
            case "break" or "continue":
                return loops > 0
                    ? new Jump(token.Text == "break", token.Line)
                    : throw this.stream.Error($"'{token.Text}' outside of a loop", token.Line);
            case "include" or "extends" or "import" or "from":
                while (this.stream.Current.Kind is not (TokenKind.BlockEnd or TokenKind.End))
                {
                    this.stream.Take();
                }

                return new Unsupported($"'{token.Text}': a chat template stands alone, there is no other template to load", token.Line);
            default:
                string wanted =
                    ends.Length == 0
                        ? ""
                        : $" Jinja was looking for the following tags: {string.Join(" or ", ends.Select(e => $"'{e}'"))}."
                            + $" The innermost block that needs to be closed is '{opener}'.";
                throw this.stream.Error($"Encountered unknown tag '{Shown.Of(token.Text)}'.{wanted}", token.Line);
        }
    }

    private If ReadIf(int line)
    {
        var branches = new List<(Expression Test, Block Body, int Line)>();
        var otherwise = Block.Empty;
        int unknown = expressions.Unknown.Count;
        while (true)
        {
            var test = expressions.ReadTuple(allowsConditional: false);
            this.stream.Expect(TokenKind.BlockEnd, "end of statement block");
            branches.Add((test, ReadBlock("if", "elif", "else", "endif"), line));
            var end = this.stream.Take();
            if (end.Text == "else")
            {
                otherwise = ReadBody("if", "endif");
            }

            if (end.Text != "elif")
            {
                break;
            }

            line = end.Line;
        }

        expressions.Unknown.RemoveRange(unknown, expressions.Unknown.Count - unknown);
        return new If(branches, otherwise, branches[0].Line);
    }
}
