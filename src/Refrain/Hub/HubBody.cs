using Refrain.Ground.Net;

namespace Refrain.Hub;

/// <summary>Reads a small answer whole.</summary>
internal static class HubBody
{
    /// <exception cref="BadInputException">It is longer than allowed.</exception>
    /// <exception cref="TransientException">It stopped.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage message, int maximum, TimeSpan limit, CancellationToken cancel)
    {
        string host = message.RequestMessage!.RequestUri!.Authority;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var content = new MemoryStream();
        byte[] buffer = new byte[64 << 10];
        try
        {
            await using Stream source = await message.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            while (true)
            {
                timer.CancelAfter(limit);
                int read = await source.ReadAsync(buffer, timer.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return content.ToArray();
                }

                content.Write(buffer, 0, read);
                if (content.Length > maximum)
                {
                    throw new BadInputException(
                        host,
                        $"answered with more than {ByteSize.Text(maximum)} of JSON",
                        "a listing of usual size",
                        "Check HF_ENDPOINT."
                    );
                }
            }
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw TransientException.Silent(host, limit, error);
        }
        catch (IOException error)
        {
            throw TransientException.Broken(host, error);
        }
    }
}
