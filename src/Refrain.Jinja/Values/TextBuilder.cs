using System.Text;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>A text being written, charged before it grows.</summary>
internal sealed class TextBuilder(Budget budget, long limit, string limitName)
{
    private readonly StringBuilder _text = new();

    public TextBuilder(Budget budget)
        : this(budget, budget.Limits.StringCharacters, nameof(JinjaLimits.StringCharacters)) { }

    public TextBuilder Append(string text) => Append(text.AsSpan());

    public TextBuilder Append(ReadOnlySpan<char> text)
    {
        Charge(text.Length);
        _text.Append(text);
        return this;
    }

    public TextBuilder Append(char c, long count = 1)
    {
        Charge(count);
        _text.Append(c, (int)count);
        return this;
    }

    private void Charge(long count)
    {
        if (_text.Length + count > limit)
        {
            throw Budget.Exceeded(limitName, limit);
        }

        budget.Allocate(count * 2);
        budget.Work(count);
    }

    public override string ToString()
    {
        budget.Allocate(_text.Length * 2L);
        return _text.ToString();
    }
}
