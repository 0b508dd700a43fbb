using Microsoft.Extensions.Logging;

namespace Refrain.Ground;

/// <summary>What an audit has to say beside its progress.</summary>
internal static partial class Notes
{
    /// <summary>The number of events that say what an audit takes, or what its arithmetic changes.</summary>
    public const int DetailId = 1;

    /// <summary>The number of events that a user should know of.</summary>
    public const int NoteId = 2;

    /// <summary>What the audit takes of this machine, or what its arithmetic changes, a line at a time.</summary>
    [LoggerMessage(DetailId, LogLevel.Information, "{Line}", EventName = "Detail")]
    public static partial void Detail(this ILogger logger, string line);

    /// <summary>What is worth a line for the user: a model that moved, a server that asks to wait, how a judge fares.</summary>
    [LoggerMessage(NoteId, LogLevel.Information, "{Line}", EventName = "Note")]
    public static partial void Note(this ILogger logger, string line);
}
