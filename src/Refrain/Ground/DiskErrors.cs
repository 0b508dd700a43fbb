namespace Refrain.Ground;

/// <summary>What can go wrong with a disk, in words that say what to do.</summary>
internal static class DiskErrors
{
    public static BadInputException CannotUse(string place, Exception inner) =>
        new(
            place,
            $"cannot be used ({BadInputException.Show(inner.Message)})",
            "a folder that this user may read and write, on a disk that is not read-only",
            $"Give another folder with {KnownSettings.Run}, or change its permissions.",
            inner
        );

    public static IOException Full(string place, Exception? inner = null) =>
        new DiskException(
            $"{place}: no space is left on the disk. What is finished is kept: free some space and repeat the command.",
            inner
        );

    public static IOException Failed(string place, string how, Exception? inner = null) =>
        new DiskException(
            $"{place}: the disk failed ({BadInputException.Show(how)}). What was finished before is kept: "
                + $"repeat the command, or give a folder on another disk with {KnownSettings.Run}.",
            inner
        );

    /// <summary>The error to throw in place of one by a file operation on a run folder.</summary>
    public static Exception From(string place, Exception error)
    {
        const int NoSpace = 28,
            NoSpaceOnWindows = unchecked((int)0x80070070);
        return error switch
        {
            DiskException => error,
            IOException { HResult: NoSpace or NoSpaceOnWindows } => Full(place, error),
            IOException or UnauthorizedAccessException or NotSupportedException => CannotUse(place, error),
            _ => error,
        };
    }
}

/// <summary>A disk that failed, already in words, unlike what .NET throws.</summary>
internal sealed class DiskException(SettingText text, Exception? inner) : IOException(text.ToString(), inner)
{
    /// <summary>The message, which can be read in other names.</summary>
    public SettingText Text { get; } = text;
}
