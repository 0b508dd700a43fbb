namespace Refrain.Tokens;

/// <summary>The tokens that have a role, as their texts.</summary>
internal sealed record SpecialTokens
{
    /// <summary>
    /// By the name that a chat template uses: <c>bos_token</c>, <c>eos_token</c>, <c>unk_token</c>, <c>pad_token</c>, and whatever the
    /// configuration names.
    /// </summary>
    public IReadOnlyDictionary<string, string> Named { get; init; } = new Dictionary<string, string>();

    /// <summary>Texts of further tokens, without a name.</summary>
    public IReadOnlyList<string> Additional { get; init; } = [];

    /// <summary>Ids that end a generation besides the token named <c>eos_token</c>.</summary>
    public IReadOnlyList<int> EndIds { get; init; } = [];

    /// <summary>The source of the chat template; null: there is none.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Where the template stands, for messages.</summary>
    public string ChatTemplatePlace { get; init; } = "chat template";
}
