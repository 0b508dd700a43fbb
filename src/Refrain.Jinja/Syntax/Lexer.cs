namespace Refrain.Jinja.Syntax;

/// <summary>
/// Splits a template into tokens as jinja2 does with <c>trim_blocks</c> and <c>lstrip_blocks</c>: a line that holds only a block
/// or a comment leaves nothing, neither its indentation nor its newline.
/// </summary>
internal sealed class Lexer
{
    private readonly string source;
    private readonly string place;
    private readonly List<Token> tokens = [];
    private int position;
    private int line = 1;

    /// <summary>True when the text to come starts a line: at the template's start, and after a tag that took its newline along.</summary>
    private bool lineStarting = true;

    private Lexer(string source, string place)
    {
        source = Characters.NormalizeNewlines(source);
        this.source = source.EndsWith('\n') ? source[..^1] : source;
        this.place = place;
    }

    public static List<Token> Read(string source, string place)
    {
        var lexer = new Lexer(source, place);
        while (lexer.position < lexer.source.Length)
        {
            lexer.ReadTextAndTag();
        }

        lexer.tokens.Add(new Token(TokenKind.End, "", lexer.line));
        return lexer.tokens;
    }

    private void ReadTextAndTag()
    {
        int tag = NextTag(this.position);
        if (tag < 0)
        {
            Emit(this.source[this.position..]);
            this.position = this.source.Length;
            return;
        }

        char kind = this.source[tag + 1];
        int after = tag + 2;
        char sign = after < this.source.Length && this.source[after] is '-' or '+' ? this.source[after] : ' ';
        Emit(StripBeforeTag(this.source[this.position..tag], sign, kind));
        MoveTo(tag);
        MoveTo(sign == ' ' ? after : after + 1);
        switch (kind)
        {
            case '#':
                SkipComment();
                break;
            case '%' when ReadRaw():
                break;
            default:
                ReadTag(kind == '%' ? TokenKind.BlockBegin : TokenKind.VariableBegin);
                break;
        }
    }

    private int NextTag(int from)
    {
        for (
            int brace = this.source.IndexOf('{', from);
            brace >= 0 && brace + 1 < this.source.Length;
            brace = this.source.IndexOf('{', brace + 1)
        )
        {
            if (this.source[brace + 1] is '{' or '%' or '#')
            {
                return brace;
            }
        }

        return -1;
    }

    private string StripBeforeTag(string text, char sign, char kind)
    {
        if (sign == '-')
        {
            return Characters.TrimEnd(text);
        }

        int lineStart = text.LastIndexOf('\n') + 1;
        bool strips = sign != '+' && kind != '{' && (lineStart > 0 || lineStarting) && text.Skip(lineStart).All(Characters.IsSpace);
        return strips ? text[..lineStart] : text;
    }

    private void Emit(string text)
    {
        if (text.Length > 0)
        {
            tokens.Add(new Token(TokenKind.Data, text, line));
        }
    }

    private void MoveTo(int position)
    {
        line += this.source.AsSpan(this.position, position - this.position).Count('\n');
        this.position = position;
    }

    /// <summary>
    /// Moves behind a tag's end that stands at <paramref name="end"/> (on its sign, if it has one), and takes along the white space it asks
    /// for.
    /// </summary>
    private void Close(int end, int length, bool trimsNewline)
    {
        char sign = this.source[end];
        end += sign is '-' or '+' ? length + 1 : length;
        if (sign == '-')
        {
            while (end < this.source.Length && Characters.IsSpace(this.source[end]))
            {
                end++;
            }
        }
        else if (sign != '+' && trimsNewline && end < this.source.Length && this.source[end] == '\n')
        {
            end++;
        }

        MoveTo(end);
        this.lineStarting = this.source[end - 1] == '\n';
    }

    private void SkipComment()
    {
        int end = this.source.IndexOf("#}", this.position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error("Missing end of comment tag");
        }

        Close(end > this.position && this.source[end - 1] is '-' or '+' ? end - 1 : end, 2, trimsNewline: true);
    }

    private bool ReadRaw()
    {
        if (TagEnd(this.position, "raw", allowsPlus: false) is not { } begin)
        {
            return false;
        }

        Close(begin, 2, trimsNewline: false);
        for (
            int tag = this.source.IndexOf("{%", this.position, StringComparison.Ordinal);
            tag >= 0;
            tag = this.source.IndexOf("{%", tag + 2, StringComparison.Ordinal)
        )
        {
            int after = tag + 2;
            char sign = after < this.source.Length && this.source[after] is '-' or '+' ? this.source[after] : ' ';
            if (TagEnd(sign == ' ' ? after : after + 1, "endraw", allowsPlus: true) is { } end)
            {
                Emit(StripBeforeTag(this.source[this.position..tag], sign, '%'));
                Close(end, 2, trimsNewline: true);
                return true;
            }
        }

        throw Error("Missing end of raw directive");
    }

    /// <summary>Where the tag ends (on its sign, if it has one) when it holds nothing but <paramref name="name"/>.</summary>
    private int? TagEnd(int position, string name, bool allowsPlus)
    {
        position = SkipSpace(position);
        if (string.CompareOrdinal(this.source, position, name, 0, name.Length) != 0)
        {
            return null;
        }

        int end = SkipSpace(position + name.Length);
        int close = end < this.source.Length && (this.source[end] == '-' || (allowsPlus && this.source[end] == '+')) ? end + 1 : end;
        return string.CompareOrdinal(this.source, close, "%}", 0, 2) == 0 ? end : null;
    }

    private int SkipSpace(int position)
    {
        while (position < this.source.Length && Characters.IsSpace(this.source[position]))
        {
            position++;
        }

        return position;
    }

    private void ReadTag(TokenKind begin)
    {
        tokens.Add(new Token(begin, "", line));
        bool isBlock = begin == TokenKind.BlockBegin;
        string closing = isBlock ? "%}" : "}}";
        var open = new Stack<char>();
        while (true)
        {
            MoveTo(SkipSpace(this.position));
            if (this.position >= this.source.Length)
            {
                return; // The parser says what is missing.
            }

            if (open.Count == 0 && EndHere(closing, isBlock))
            {
                tokens.Add(new Token(isBlock ? TokenKind.BlockEnd : TokenKind.VariableEnd, "", line));
                Close(this.position, 2, trimsNewline: isBlock);
                return;
            }

            var token = ExpressionLexer.Next(this.source, this.position, line, this.place, out int end);
            Balance(token, open);
            tokens.Add(token);
            MoveTo(end);
            lineStarting = false;
        }
    }

    private bool EndHere(string closing, bool allowsPlus)
    {
        int at = this.source[this.position] == '-' || (allowsPlus && this.source[this.position] == '+') ? this.position + 1 : this.position;
        return string.CompareOrdinal(this.source, at, closing, 0, 2) == 0;
    }

    private void Balance(Token token, Stack<char> open)
    {
        if (token.Kind != TokenKind.Operator || token.Text.Length != 1)
        {
            return;
        }

        char c = token.Text[0];
        if (c is '(' or '[' or '{')
        {
            open.Push(
                c == '(' ? ')'
                : c == '[' ? ']'
                : '}'
            );
        }
        else if (c is ')' or ']' or '}' && (!open.TryPop(out char expected) || expected != c))
        {
            throw Error($"unexpected '{c}'");
        }
    }

    private JinjaException Error(string problem) => new(this.place, line, problem, raised: false);
}
