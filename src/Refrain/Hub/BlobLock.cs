namespace Refrain.Hub;

/// <summary>
/// Keeps a blob to one writer, in step with the Python client: an exclusive lock on <c>.locks/models--ORG--NAME/ETAG.lock</c>.
/// </summary>
/// <remarks>Only saves work: a blob is checked and then moved to its place whole, whoever else writes.</remarks>
internal sealed class BlobLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50),
        Patience = TimeSpan.FromSeconds(5);

    private readonly FileStream file;

    private BlobLock(FileStream file) => this.file = file;

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="note">Told once when it takes long.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<BlobLock> TakeAsync(string path, Action<string> note, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long begun = TimeProvider.System.GetTimestamp();
        bool told = false;
        while (true)
        {
            try
            {
                var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (File.Exists(path))
                {
                    return new BlobLock(file);
                }

                file.Dispose(); // Its last holder deleted it in between: nobody else would see this lock.
            }
            catch (IOException error) when (IsHeld(error))
            {
                if (!told && TimeProvider.System.GetElapsedTime(begun) > Patience)
                {
                    note("another process downloads the same file: waiting for it");
                    told = true;
                }
            }

            await Task.Delay(Pause, cancel).ConfigureAwait(false);
        }
    }

    public void Dispose() => file.Dispose();

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
