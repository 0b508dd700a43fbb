namespace Refrain.Tests.Architecture;

/// <summary>Folders are rooms: of two of them at most one uses the other, directly or by way of others.</summary>
public class CircleTests
{
    /// <summary>
    /// A room is a folder at any depth. A folder and the folders that it lies in are one room to each other: what they use of each other
    /// does not count, so a subfolder may hold the parts of what its parent puts together. Two folders side by side are two rooms.
    /// </summary>
    [Fact]
    public void No_circle_between_rooms()
    {
        var rooms = SourceTypes
            .Uses.SelectMany(file => file.Value.Select(used => (User: Room(file.Key), Used: Room(used))))
            .Where(use => !IsWithin(use.User, use.Used) && !IsWithin(use.Used, use.User))
            .ToLookup(use => use.User, use => use.Used);
        var uses = rooms.ToDictionary(room => room.Key, room => (IReadOnlySet<string>)room.ToHashSet(StringComparer.Ordinal));
        Assert.Empty(Circles.Of(uses).Select(circle => string.Join(" ⇄ ", circle)));
    }

    [Fact]
    public void Every_file_with_a_type_is_seen()
    {
        string[] unseen =
        [
            .. SourceTree
                .Sources("src/Refrain")
                .Select(path => path["src/Refrain/".Length..])
                .Where(path => Path.GetFileName(path).Count(c => c == '.') == 1 && !SourceTypes.Uses.ContainsKey(path)),
        ];
        Assert.Empty(unseen);
    }

    [Fact]
    public void A_circle_is_found()
    {
        Dictionary<string, IReadOnlySet<string>> uses = new()
        {
            ["a"] = new HashSet<string> { "b", "d" },
            ["b"] = new HashSet<string> { "c" },
            ["c"] = new HashSet<string> { "b", "d" },
            ["d"] = new HashSet<string>(),
        };
        Assert.Equal(["b", "c"], Assert.Single(Circles.Of(uses)));
    }

    private static string Room(string file) => Path.GetDirectoryName(file)!.Replace('\\', '/');

    private static bool IsWithin(string room, string outer) => room == outer || room.StartsWith(outer + "/", StringComparison.Ordinal);
}
