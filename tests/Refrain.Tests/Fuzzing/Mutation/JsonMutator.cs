using System.Globalization;

namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>
/// Edits trees of JSON: what is deleted, repeated, exchanged, renamed, nested, taken from another file, or replaced by something extreme.
/// </summary>
internal sealed class JsonMutator
{
    private static readonly string[] Scalars =
    [
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "2",
        "3",
        "16",
        "255",
        "256",
        "65536",
        "4194303",
        "4194304",
        "16777216",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551615",
        "1e308",
        "1e999",
        "-1e999",
        "1e-320",
        "1e-30",
        "-0.0",
        "0.5",
        "1.0",
        "1e2",
        "1E400000000",
        "\"\"",
        "\" \"",
        "\"x\"",
        "\"1\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ufeff\"",
        "\"İſK\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "{\"\":null}",
        "NaN",
        "nul",
        "01",
        "\"",
        "'x'",
        "",
    ];

    private readonly JsonTree[] seeds;
    private readonly string[] names;
    private readonly JsonTree[] values;
    private readonly string[] words;

    /// <param name="seeds">The corpus.</param>
    /// <param name="words">Further scalars that the format knows, as they stand in the file.</param>
    public JsonMutator(IEnumerable<JsonTree> seeds, params string[] words)
    {
        this.seeds = [.. seeds];
        JsonTree[] all = [.. this.seeds.SelectMany(Below)];
        names =
        [
            .. all.Where(node => node.Kind == '{' && node.Children.Count < 40)
                .SelectMany(node => node.Children)
                .Select(child => child.Name)
                .Distinct(),
        ];
        this.values = [.. all.Where(node => node.Kind != ' ' || node.Text.StartsWith('"'))];
        this.words = words;
    }

    /// <summary>Any seed with one to four edits.</summary>
    public JsonTree Tree(FuzzRandom random) => Tree(random, random.Next(this.seeds.Length));

    /// <summary>The seed of this number with one to four edits.</summary>
    public JsonTree Tree(FuzzRandom random, int seed)
    {
        JsonTree tree = this.seeds[seed].Copy();
        for (int i = 1 + random.Size(3); i > 0; i--)
        {
            tree = Edit(random, tree);
        }

        return tree;
    }

    private static IEnumerable<JsonTree> Below(JsonTree tree) => tree.Children.SelectMany(child => Below(child.Value)).Prepend(tree);

    private JsonTree Edit(FuzzRandom random, JsonTree root)
    {
        JsonTree? parent = null;
        int index = -1;
        JsonTree node = root;
        // Down from the root, so that long lists of tokens do not take all edits.
        while (node.Children.Count > 0 && (parent is null || !random.OneIn(4)))
        {
            (parent, index) = (node, random.Next(node.Children.Count));
            node = parent.Children[index].Value;
        }

        if (parent is null)
        {
            return Other(random);
        }

        (string name, JsonTree value) = parent.Children[index];
        switch (random.Next(12))
        {
            case 0:
                parent.Children.RemoveAt(index);
                break;
            case 1:
                parent.Children.Insert(random.Next(parent.Children.Count + 1), (name, value.Copy()));
                break;
            case 2:
                int swapped = random.Next(parent.Children.Count);
                (parent.Children[index], parent.Children[swapped]) = (
                    (name, parent.Children[swapped].Value),
                    (parent.Children[swapped].Name, value)
                );
                break;
            case 3:
                parent.Children[index] = (random.OneIn(8) ? "\"" + new string('n', random.Size(30_000)) + "\"" : random.Pick(names), value);
                break;
            case 4:
                parent.Children.Insert(index, (random.Pick(names), Other(random)));
                break;
            case 5:
                parent.Children[index] = (name, Nested(random, value));
                break;
            case 6:
                Repeat(random, parent, index);
                break;
            case 7 when value.Kind == ' ':
                parent.Children[index] = (name, JsonTree.Scalar(Changed(random, value.Text)));
                break;
            case 8:
                // The value that another file has under this name.
                var same = this
                    .seeds.SelectMany(Below)
                    .Where(tree => tree.Kind == '{')
                    .SelectMany(tree => tree.Children)
                    .Where(child => child.Name == name)
                    .ToArray();
                parent.Children[index] = (name, same.Length == 0 ? Other(random) : random.Pick(same).Value.Copy());
                break;
            default:
                parent.Children[index] = (name, Other(random));
                break;
        }

        return root;
    }

    private JsonTree Other(FuzzRandom random) =>
        random.Next(8) switch
        {
            0 or 1 => random.Pick(values).Copy(),
            2 or 3 when this.words.Length > 0 => JsonTree.Scalar(random.Pick(this.words)),
            4 => JsonTree.Scalar("\"" + new string(random.Pick("a ▁(é0["), random.Size(50_000)) + "\""),
            _ => JsonTree.Scalar(random.Pick(Scalars)),
        };

    private static JsonTree Nested(FuzzRandom random, JsonTree value)
    {
        char kind = random.OneIn(2) ? '{' : '[';
        int depth = random.Size(5000);
        // As text: a tree of this depth would exhaust the mutator's own stack.
        return JsonTree.Scalar(
            kind == '['
                ? new string('[', depth) + Text(value) + new string(']', depth)
                : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + Text(value) + new string('}', depth)
        );
    }

    private static void Repeat(FuzzRandom random, JsonTree parent, int index)
    {
        string text = Text(parent.Children[index].Value);
        int times = Math.Min(random.Size(4000), (Fuzzer.LongestInput - 4000) / Math.Max(1, text.Length + 12));
        string name = parent.Children[index].Name.Trim('"');
        bool unique = random.OneIn(2) && text.StartsWith('"') && text.Length > 1;
        for (int i = 0; i < times; i++)
        {
            parent.Children.Insert(index, ($"\"{name}{i}\"", JsonTree.Scalar(unique ? $"{text[..^1]}{i}\"" : text)));
        }
    }

    private static string Changed(FuzzRandom random, string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return random.Next(5) switch
            {
                0 => (number + 1).ToString(CultureInfo.InvariantCulture),
                1 => (number - 1).ToString(CultureInfo.InvariantCulture),
                2 => (-number).ToString(CultureInfo.InvariantCulture),
                3 => (number << random.Next(40)).ToString(CultureInfo.InvariantCulture),
                _ => text + ".5",
            };
        }

        int from = Math.Min(1, text.Length),
            at = from + random.Next(Math.Max(1, text.Length - 2));
        return random.Next(4) switch
        {
            0 => text.Insert(
                Math.Min(at, text.Length),
                random.Pick(
                    (string[])
                        [
                            "(",
                            ")",
                            "[",
                            "]",
                            "{9}",
                            "*",
                            "+",
                            "?",
                            "|",
                            "\\\\",
                            "\\\\p{L}",
                            "\\ud800",
                            "😀",
                            " ",
                            "▁",
                            "(?i:",
                            "{1,65535}",
                            "^",
                            "\\n",
                        ]
                )
            ),
            1 when text.Length > at + 1 => text.Remove(at, Math.Min(text.Length - at - 1, 1 + random.Size(8))),
            2 when text.Length > 2 => text[..1]
                + string.Concat(Enumerable.Repeat(text[1..^1], Math.Min(1 + random.Size(200), 20_000 / text.Length + 1)))
                + text[^1..],
            _ => text.ToUpperInvariant(),
        };
    }

    private static string Text(JsonTree tree)
    {
        var text = new System.Text.StringBuilder();
        tree.Write(text);
        return text.ToString();
    }
}
