namespace Refrain.Tokens;

/// <summary>Tokens and their ids. Ids may have holes; each token has one id, and each id one token.</summary>
internal sealed class Vocabulary
{
    /// <summary>The greatest id: no known vocabulary has a quarter of it, and a table up to it still takes only 32 MB.</summary>
    public const int GreatestId = (1 << 22) - 1;

    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly Dictionary<int, string> distant = []; // tokens of ids beyond the table's limit
    private readonly int tableLimit; // a small file must not claim a great table
    private string?[] tokens;

    public Vocabulary(int capacity = 0)
    {
        ids = new(Math.Min(capacity, GreatestId), StringComparer.Ordinal);
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        tableLimit = Math.Clamp(capacity, 1 << 16, GreatestId / 4) * 4;
        tokens = new string?[Math.Min(capacity, GreatestId)];
    }

    /// <summary>The greatest id plus one.</summary>
    public int Size { get; private set; }

    public int Count => ids.Count;

    /// <exception cref="BadInputException">The id is out of range or taken, or the token has one already.</exception>
    public void Add(string token, int id, string place)
    {
        Check(token, id, place);
        if (!ids.TryAdd(token, id))
        {
            throw new BadInputException(place, $"holds token {BadInputException.Show(token)} twice", "each token once");
        }

        Put(token, id, place);
    }

    /// <summary>The same, but a token may come again; then its last id counts.</summary>
    public void AddOrReplace(string token, int id, string place)
    {
        Check(token, id, place);
        ids[token] = id;
        Put(token, id, place);
    }

    /// <summary>All tokens with their ids, each once.</summary>
    public IEnumerable<(string Token, int Id)> All() => ids.Select(entry => (entry.Key, entry.Value));

    /// <summary>All ids that have a token, ascending.</summary>
    public IEnumerable<(string Token, int Id)> ById()
    {
        for (int id = 0; id < tokens.Length; id++)
        {
            if (tokens[id] is string token)
            {
                yield return (token, id);
            }
        }

        foreach ((int id, string token) in distant.OrderBy(entry => entry.Key))
        {
            yield return (token, id);
        }
    }

    /// <summary>The token of an id; null in a hole or out of range.</summary>
    public string? Token(int id) => (uint)id < (uint)tokens.Length ? tokens[id] : distant.GetValueOrDefault(id);

    /// <summary>The id of a token; -1 when there is none.</summary>
    public int Id(ReadOnlySpan<char> token) => lookup.TryGetValue(token, out int id) ? id : -1;

    private static void Check(string token, int id, string place)
    {
        if (id is < 0 or > GreatestId)
        {
            throw new BadInputException(place, $"gives token {BadInputException.Show(token)} the id {id}", $"an id from 0 to {GreatestId}");
        }
    }

    private void Put(string token, int id, string place)
    {
        if (Token(id) is string other)
        {
            throw new BadInputException(
                place,
                $"gives id {id} to {BadInputException.Show(other)} and to {BadInputException.Show(token)}",
                "each id once"
            );
        }

        Size = Math.Max(Size, id + 1);
        if (id >= Math.Max(tableLimit, tokens.Length))
        {
            distant.Add(id, token);
            return;
        }

        if (id >= tokens.Length)
        {
            Array.Resize(ref tokens, Math.Min(Math.Max(id + 1, tokens.Length * 2), tableLimit));
        }

        tokens[id] = token;
    }
}
