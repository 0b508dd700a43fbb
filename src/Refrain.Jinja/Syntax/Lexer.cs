namespace Refrain.Jinja.Syntax;

/// <summary>
/// Splits a template into tokens as jinja2 does with <c>trim_blocks</c> and <c>lstrip_blocks</c>: a line that holds only a block
/// or a comment leaves nothing, neither its indentation nor its newline.
/// </summary>
internal sealed class Lexer
{
    private readonly string _source;
    private readonly string _place;
    private readonly List<Token> _tokens = [];
    private int _position;
    private int _line = 1;

    /// <summary>True when the text to come starts a line: at the template's start, and after a tag that took its newline along.</summary>
    private bool _lineStarting = true;

    private Lexer(string source, string place)
    {
        source = Characters.NormalizeNewlines(source);
        _source = source.EndsWith('\n') ? source[..^1] : source;
        _place = place;
    }

    public static List<Token> Read(string source, string place)
    {
        var lexer = new Lexer(source, place);
        while (lexer._position < lexer._source.Length)
        {
            lexer.ReadTextAndTag();
        }

        lexer._tokens.Add(new Token(TokenKind.End, "", lexer._line));
        return lexer._tokens;
    }

    private void ReadTextAndTag()
    {
        int tag = NextTag(_position);
        if (tag < 0)
        {
            Emit(_source[_position..]);
            _position = _source.Length;
            return;
        }

        char kind = _source[tag + 1];
        int after = tag + 2;
        char sign = after < _source.Length && _source[after] is '-' or '+' ? _source[after] : ' ';
        Emit(StripBeforeTag(_source[_position..tag], sign, kind));
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
        for (int brace = _source.IndexOf('{', from); brace >= 0 && brace + 1 < _source.Length; brace = _source.IndexOf('{', brace + 1))
        {
            if (_source[brace + 1] is '{' or '%' or '#')
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
        bool strips = sign != '+' && kind != '{' && (lineStart > 0 || _lineStarting) && text.Skip(lineStart).All(Characters.IsSpace);
        return strips ? text[..lineStart] : text;
    }

    private void Emit(string text)
    {
        if (text.Length > 0)
        {
            _tokens.Add(new Token(TokenKind.Data, text, _line));
        }
    }

    private void MoveTo(int position)
    {
        _line += _source.AsSpan(_position, position - _position).Count('\n');
        _position = position;
    }

    /// <summary>
    /// Moves behind a tag's end that stands at <paramref name="end"/> (on its sign, if it has one), and takes along the white space it asks
    /// for.
    /// </summary>
    private void Close(int end, int length, bool trimsNewline)
    {
        char sign = _source[end];
        end += sign is '-' or '+' ? length + 1 : length;
        if (sign == '-')
        {
            while (end < _source.Length && Characters.IsSpace(_source[end]))
            {
                end++;
            }
        }
        else if (sign != '+' && trimsNewline && end < _source.Length && _source[end] == '\n')
        {
            end++;
        }

        MoveTo(end);
        _lineStarting = _source[end - 1] == '\n';
    }

    private void SkipComment()
    {
        int end = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0)
        {
            throw Error("Missing end of comment tag");
        }

        Close(end > _position && _source[end - 1] is '-' or '+' ? end - 1 : end, 2, trimsNewline: true);
    }

    private bool ReadRaw()
    {
        if (TagEnd(_position, "raw", allowsPlus: false) is not { } begin)
        {
            return false;
        }

        Close(begin, 2, trimsNewline: false);
        for (
            int tag = _source.IndexOf("{%", _position, StringComparison.Ordinal);
            tag >= 0;
            tag = _source.IndexOf("{%", tag + 2, StringComparison.Ordinal)
        )
        {
            int after = tag + 2;
            char sign = after < _source.Length && _source[after] is '-' or '+' ? _source[after] : ' ';
            if (TagEnd(sign == ' ' ? after : after + 1, "endraw", allowsPlus: true) is { } end)
            {
                Emit(StripBeforeTag(_source[_position..tag], sign, '%'));
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
        if (string.CompareOrdinal(_source, position, name, 0, name.Length) != 0)
        {
            return null;
        }

        int end = SkipSpace(position + name.Length);
        int close = end < _source.Length && (_source[end] == '-' || (allowsPlus && _source[end] == '+')) ? end + 1 : end;
        return string.CompareOrdinal(_source, close, "%}", 0, 2) == 0 ? end : null;
    }

    private int SkipSpace(int position)
    {
        while (position < _source.Length && Characters.IsSpace(_source[position]))
        {
            position++;
        }

        return position;
    }

    private void ReadTag(TokenKind begin)
    {
        _tokens.Add(new Token(begin, "", _line));
        bool isBlock = begin == TokenKind.BlockBegin;
        string closing = isBlock ? "%}" : "}}";
        var open = new Stack<char>();
        while (true)
        {
            MoveTo(SkipSpace(_position));
            if (_position >= _source.Length)
            {
                return; // The parser says what is missing.
            }

            if (open.Count == 0 && EndHere(closing, isBlock))
            {
                _tokens.Add(new Token(isBlock ? TokenKind.BlockEnd : TokenKind.VariableEnd, "", _line));
                Close(_position, 2, trimsNewline: isBlock);
                return;
            }

            var token = ExpressionLexer.Next(_source, _position, _line, _place, out int end);
            Balance(token, open);
            _tokens.Add(token);
            MoveTo(end);
            _lineStarting = false;
        }
    }

    private bool EndHere(string closing, bool allowsPlus)
    {
        int at = _source[_position] == '-' || (allowsPlus && _source[_position] == '+') ? _position + 1 : _position;
        return string.CompareOrdinal(_source, at, closing, 0, 2) == 0;
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

    private JinjaException Error(string problem) => new(_place, _line, problem, raised: false);
}
