namespace Refrain.Checkpoints.Configs;

/// <summary>The keys of a GGUF file that describe its architecture; names are given without the architecture's prefix.</summary>
internal sealed class GgufSection(GgufFile file, string architecture)
{
    private static readonly string[] EndTokenNames = ["eos", "eot"];

    public GgufFile File => file;

    /// <summary>A whole number; required where there is no fallback.</summary>
    public int Integer(string name, int minimum, int maximum, int? fallback = null)
    {
        long? value = file.Integer(Key(name));
        if (value is null)
        {
            return fallback
                ?? throw new BadInputException(
                    Place(name),
                    "is missing",
                    $"a whole number from {minimum} to {maximum}",
                    "Convert the model again."
                );
        }

        return value >= minimum && value <= maximum ? (int)value : throw Bad(name, value, $"a whole number from {minimum} to {maximum}");
    }

    /// <summary>A finite number above zero; required where there is no fallback.</summary>
    public double Positive(string name, double? fallback = null)
    {
        double? value = file.Number(Key(name)) ?? fallback;
        return value switch
        {
            null => throw new BadInputException(Place(name), "is missing", "a number above zero", "Convert the model again."),
            > 1e-30 and < 1e30 => value.Value,
            _ => throw Bad(name, value, "a number above zero"),
        };
    }

    /// <summary>A number of any sign, or null where there is none.</summary>
    public double? Number(string name) => file.Number(Key(name));

    /// <summary>A string, or null where there is none.</summary>
    public string? String(string name) => file.String(Key(name));

    public bool Has(string name) => file.Values.ContainsKey(Key(name));

    /// <summary>Width of a head, which must be the same for keys and values.</summary>
    public int HeadDimension(int hidden, int heads)
    {
        int width = Integer("attention.key_length", 1, Limits.Width, hidden / heads);
        int values = Integer("attention.value_length", 1, Limits.Width, width);
        return values == width ? width : throw Bad("attention.value_length", values, $"{width}, the width of the keys");
    }

    /// <summary>Rows of the embedding table, which the keys may repeat.</summary>
    public int Vocabulary()
    {
        if (
            !file.Tensors.TryGetValue("token_embd.weight", out TensorEntry? table)
            || table.Shape is not [var rows, _]
            || rows > Limits.Vocabulary
        )
        {
            throw new BadInputException(
                $"{file.Path}: token_embd.weight",
                "is missing or no table",
                $"a table of at most {Limits.Vocabulary} rows",
                "Convert the model again."
            );
        }

        int vocabulary = Integer("vocab_size", 1, Limits.Vocabulary, (int)rows);
        return vocabulary == rows ? vocabulary : throw Bad("vocab_size", vocabulary, $"{rows}, the rows of token_embd.weight");
    }

    /// <summary>The rotary embedding, as <see cref="GgufRopeReader"/> reads it.</summary>
    public RopeConfig Rope(double defaultTheta, int headDimension) => GgufRopeReader.Read(this, defaultTheta, headDimension);

    /// <summary>Ids that end a text or a turn.</summary>
    public int[] EndTokens() =>
        [
            .. EndTokenNames
                .Select(name => file.Integer($"tokenizer.ggml.{name}_token_id"))
                .OfType<long>()
                .Select(id =>
                    id is >= 0 and < Limits.Vocabulary
                        ? (int)id
                        : throw new BadInputException($"{file.Path}: tokenizer.ggml", $"has the end token {id}", "a token id")
                )
                .Distinct()
                .Order(),
        ];

    public BadInputException Bad(string name, object? value, string expected) =>
        new(Place(name), $"is {BadInputException.Show(value)}", expected, "Use another file of this model.");

    private string Key(string name) => $"{architecture}.{name}";

    private string Place(string name) => $"{file.Path}: {Key(name)}";
}
