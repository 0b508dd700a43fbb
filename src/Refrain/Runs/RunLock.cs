using System.Globalization;

namespace Refrain.Runs;

/// <summary>Keeps a run to one process: an exclusive lock on <c>run.lock</c>, which the kernel releases however the process ends.</summary>
/// <remarks>
/// The file's presence means nothing, only the lock on it does, so nothing can be stale; it is therefore never deleted.
/// <c>run.owner</c> holds process and machine for the message to a second process, which cannot read a locked file.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    public const string Name = "run.lock";
    public const string OwnerName = "run.owner";

    private readonly FileStream file;
    private readonly string owner;

    private RunLock(FileStream file, string owner) => (this.file, this.owner) = (file, owner);

    /// <exception cref="BadInputException">Another process, or this one, works on the run; or the folder cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        string owner = Path.Combine(folder, OwnerName);
        try
        {
            var file = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var taken = new RunLock(file, owner);
            File.WriteAllText(owner, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Environment.MachineName}\n"));
            return taken;
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw new BadInputException(
                folder,
                $"another refrain process{Owner(owner)} is working on this run",
                "no other",
                $"Wait until it ends or stop it, or give another folder with {KnownSettings.Run}.",
                error
            );
        }
    }

    public void Dispose()
    {
        if (file.SafeFileHandle.IsClosed)
        {
            return; // A second disposal must not touch the next process's owner.
        }

        try
        {
            File.Delete(owner); // Before the lock goes: afterwards it may be the next process's.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It only serves a message.
        }

        file.Dispose();
    }

    private static bool IsHeld(IOException error)
    {
        // EWOULDBLOCK of Linux and of macOS and the BSDs; ERROR_SHARING_VIOLATION of Windows.
        const int Linux = 11,
            MacOS = 35,
            Windows = unchecked((int)0x80070020);
        return error.HResult is Linux or MacOS or Windows;
    }

    private static string Owner(string path)
    {
        try
        {
            string[] lines = [.. File.ReadLines(path).Take(2)];
            return lines.Length == 2 ? $" (pid {BadInputException.Show(lines[0])} on host {BadInputException.Show(lines[1])})" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
