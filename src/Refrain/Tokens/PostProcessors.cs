namespace Refrain.Tokens;

/// <summary>The ids that are put around a text when special tokens are asked for.</summary>
internal sealed record Surroundings(IReadOnlyList<int> Before, IReadOnlyList<int> After)
{
    public static readonly Surroundings None = new([], []);
}

/// <summary>The post-processors that a tokenizer.json can name; only the form for a single text matters here.</summary>
internal static class PostProcessors
{
    private const string Supported = "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence";

    /// <exception cref="BadInputException">The post-processor is unknown, or malformed.</exception>
    public static Surroundings Read(JsonPart part)
    {
        if (part.IsNull)
        {
            return Surroundings.None;
        }

        switch (part.Type)
        {
            case "ByteLevel": // changes offsets only
                return Surroundings.None;
            case "BertProcessing" or "RobertaProcessing": // they differ in offsets and in pairs of texts only
                return new([Id(part, "cls")], [Id(part, "sep")]);
            case "TemplateProcessing":
                return Template(part);
            case "Sequence":
                return part.Steps("processors")
                    .Select(Read)
                    .Aggregate(Surroundings.None, (inner, outer) =>
                        new([.. outer.Before, .. inner.Before], [.. inner.After, .. outer.After])
                    );
            case var unknown:
                throw new BadInputException(part.Place, $"is a {BadInputException.Show(unknown)} post-processor", Supported);
        }
    }

    /// <summary>The id of a token given as [text, id].</summary>
    private static int Id(JsonPart part, string name)
    {
        JsonPart[] pair = [.. part.Items(name)];
        return pair.Length == 2 ? pair[1].Number() : throw part.Part(name).Wrong("a token and its id");
    }

    private static Surroundings Template(JsonPart part)
    {
        List<int> before = [],
            after = [];
        bool textSeen = false;
        JsonPart special = part.Part("special_tokens");
        foreach (JsonPart item in part.Items("single"))
        {
            if (item.Part("SpecialToken") is { IsNull: false } token)
            {
                (textSeen ? after : before).AddRange(special.Part(token.Text("id")).Items("ids").Select(id => id.Number()));
                continue;
            }

            if (item.Part("Sequence").Text("id") != "A" || textSeen)
            {
                throw item.Wrong("sequence A, once");
            }

            textSeen = true;
        }

        return textSeen ? new(before, after) : throw part.Part("single").Wrong("a template that holds sequence A");
    }
}
