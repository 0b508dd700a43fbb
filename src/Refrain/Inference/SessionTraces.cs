namespace Refrain.Inference;

/// <summary>
/// Where the sessions of ONNX Runtime write their own profiles, while somebody asks for them; each file is whole when its session is
/// disposed.
/// </summary>
internal sealed class SessionTraces
{
    private static readonly AsyncLocal<SessionTraces?> Flowing = new();

    private readonly List<(string Prefix, DateTime Start)> sessions = [];

    /// <summary>What the sessions that are loaded in this flow of control write to; null: nothing.</summary>
    public static SessionTraces? Current
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>The folder of all files; whoever reads them deletes it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("refrain-profile-").FullName;

    /// <summary>Of each session the beginning of its file's path, and when its clock began, UTC.</summary>
    public IReadOnlyList<(string Prefix, DateTime Start)> Sessions => sessions;

    /// <summary>Where the next session is to write: a prefix of its file's path.</summary>
    public string Next()
    {
        string prefix = Path.Combine(Folder, $"session{sessions.Count:D4}");
        sessions.Add((prefix, DateTime.UtcNow));
        return prefix;
    }

    /// <summary>Says when the session's clock began, just after it was made.</summary>
    /// <param name="nanoseconds">As the runtime tells it: since 1970 where its clock is the system's, else of a clock that means nothing
    /// here, and the time of <see cref="Next"/> stands.</param>
    public void Began(ulong nanoseconds)
    {
        (string prefix, var asked) = sessions[^1];
        var began = DateTime.UnixEpoch.AddTicks(
            (long)Math.Min(nanoseconds / TimeSpan.NanosecondsPerTick, (ulong)(DateTime.MaxValue - DateTime.UnixEpoch).Ticks)
        );
        if (began >= asked && began <= DateTime.UtcNow)
        {
            sessions[^1] = (prefix, began);
        }
    }
}
