namespace Refrain.Prompts;

/// <summary>Finds the tokens that a chat template puts after the user's text, where published work lists them by hand per model.</summary>
internal static class PostInstruction
{
    // They end in a letter, a digit, "?", ")" and non-Latin letters: endings that merge differently with what follows.
    private static readonly string[] Probes =
    [
        "Tell me about the sea",
        "How many are 40 and 2",
        "What is the time?",
        "Name a colour (any)",
        "Расскажи о море",
        "海について教えて",
        "احك لي عن البحر",
    ];

    /// <summary>The longest common suffix of the rendered probes' ids, as far as it lies after the user's text.</summary>
    /// <param name="render">A user's text as the template renders it, and its ids.</param>
    /// <param name="decode">Ids to text, special tokens kept.</param>
    /// <returns>The tokens, at positions −P … −1; empty where the template puts nothing after the text.</returns>
    public static int[] Find(Func<string, (string Text, int[] Ids)> render, Func<int[], string> decode)
    {
        (string Probe, string Text, int[] Ids)[] rendered = [.. Probes.Select(probe => (probe, render(probe).Text, render(probe).Ids))];
        int[] first = rendered[0].Ids;
        int common = rendered.Min(other => CommonSuffix(first, other.Ids));
        for (int length = common; length > 0; length--)
        {
            string text = decode(first[^length..]);
            if (rendered.All(other => Follows(other.Text, other.Probe, text)))
            {
                return first[^length..];
            }
        }

        return [];
    }

    private static int CommonSuffix(int[] a, int[] b)
    {
        int length = 0;
        while (length < Math.Min(a.Length, b.Length) && a[^(length + 1)] == b[^(length + 1)])
        {
            length++;
        }

        return length;
    }

    private static bool Follows(string rendered, string probe, string suffix)
    {
        int end = rendered.LastIndexOf(probe, StringComparison.Ordinal);
        return end >= 0 && rendered.EndsWith(suffix, StringComparison.Ordinal) && rendered.Length - suffix.Length >= end + probe.Length;
    }
}
