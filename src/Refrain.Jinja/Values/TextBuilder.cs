using System.Text;
using Refrain.Jinja.Evaluation;

namespace Refrain.Jinja.Values;

/// <summary>A text being written, charged before it grows.</summary>
internal sealed class TextBuilder(Budget budget, long limit, string limitName)
{
    private readonly StringBuilder text = new();

    public TextBuilder(Budget budget)
        : this(budget, budget.Limits.StringCharacters, nameof(JinjaLimits.StringCharacters)) { }

    public TextBuilder Append(string text) => Append(text.AsSpan());

    public TextBuilder Append(ReadOnlySpan<char> text)
    {
        Charge(text.Length);
        this.text.Append(text);
        return this;
    }

    public TextBuilder Append(char c, long count = 1)
    {
        Charge(count);
        this.text.Append(c, (int)count);
        return this;
    }

    private void Charge(long count)
    {
        if (this.text.Length + count > limit)
        {
            throw Budget.Exceeded(limitName, limit);
        }

        budget.Allocate(count * 2);
        budget.Work(count);
    }

    public override string ToString()
    {
        budget.Allocate(this.text.Length * 2L);
        return this.text.ToString();
    }
}
