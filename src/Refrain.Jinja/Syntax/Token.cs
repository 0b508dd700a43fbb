namespace Refrain.Jinja.Syntax;

/// <summary>One piece of a template: text between tags, a tag's delimiter, or a piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Text, name, operator, or a string's value with its escapes undone.</param>
/// <param name="Line">Line in the template, from 1.</param>
/// <param name="Value">An integer's or float's value.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, object? Value = null)
{
    public bool Is(string operatorText) => Kind == TokenKind.Operator && Text == operatorText;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>How error messages name the token, in jinja2's words.</summary>
    public string Description =>
        Kind switch
        {
            TokenKind.VariableEnd => "end of print statement",
            TokenKind.BlockEnd => "end of statement block",
            TokenKind.VariableBegin => "begin of print statement",
            TokenKind.BlockBegin => "begin of statement block",
            TokenKind.Data => "template data / text",
            TokenKind.End => "end of template",
            _ => Shown.Of(Text),
        };
}
