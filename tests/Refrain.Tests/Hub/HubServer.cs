using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Refrain.Tests.Hub;

/// <summary>A request as the server read it; header names in small letters.</summary>
internal sealed record HubRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body = "")
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What the server does to a request.</summary>
internal sealed record HubReply(int Status, byte[] Body)
{
    public List<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The Content-Length to claim; null: the body's; −1: none, the end of the connection ends the body.</summary>
    public long? Length { get; init; }

    /// <summary>Bytes of the body after which the connection is reset.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Bytes of the body after which nothing more comes, until the server ends.</summary>
    public int? StallAfter { get; init; }

    /// <summary>How often the body is sent, with a Content-Length of all of it.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The pause before every single byte of the body.</summary>
    public TimeSpan? Trickle { get; init; }

    /// <summary>True: the connection is reset without an answer.</summary>
    public bool Reset { get; init; }

    public HubReply With(string name, string value)
    {
        Headers.Add((name, value));
        return this;
    }
}

/// <summary>HTTP/1.1 on a raw socket of 127.0.0.1, one request a connection, so that a test can break it anywhere.</summary>
internal sealed class HubServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly Func<HubRequest, HubReply> answer;
    private long sent;

    public HubServer(Func<HubRequest, HubReply> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<HubRequest> Requests { get; } = [];

    /// <summary>Bytes of bodies that the system took.</summary>
    public long Sent => Interlocked.Read(ref sent);

    public IReadOnlyList<HubRequest> Of(string ending) =>
        [.. Requests.Where(request => request.Path.EndsWith(ending, StringComparison.Ordinal))];

    public void Dispose()
    {
        ended.Cancel();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptSocketAsync(ended.Token);
                _ = Task.Run(() => ServeAsync(socket));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                using var stream = new NetworkStream(socket);
                HubRequest request = await ReadAsync(stream);
                Requests.Enqueue(request);
                HubReply reply = answer(request);
                if (reply.Reset)
                {
                    socket.LingerState = new LingerOption(true, 0);
                    return;
                }

                await WriteAsync(socket, stream, request, reply);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static async Task<HubRequest> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true); // A character is a byte.
        string[] line = (await reader.ReadLineAsync() ?? throw new IOException("closed")).Split(' ');
        var headers = new Dictionary<string, string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            headers[header[..header.IndexOf(':')].ToLowerInvariant()] = header[(header.IndexOf(':') + 1)..].Trim();
        }

        char[] body = new char[int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture)];
        if (body.Length > 0)
        {
            // Of nothing, it would wait for more.
            await reader.ReadBlockAsync(body);
        }

        string[] target = line[1].Split('?', 2);
        return new HubRequest(
            line[0],
            target[0],
            target.Length > 1 ? target[1] : "",
            headers,
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body))
        );
    }

    private async Task WriteAsync(Socket socket, NetworkStream stream, HubRequest request, HubReply reply)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} X\r\nConnection: close\r\n"));
        if (reply.Length != -1)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.Length ?? (long)reply.Body.Length * reply.Times}\r\n");
        }

        reply.Headers.ForEach(header => head.Append(CultureInfo.InvariantCulture, $"{header.Name}: {header.Value}\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (request.Method == "HEAD")
        {
            return;
        }

        int part = reply.CutAfter ?? reply.StallAfter ?? reply.Body.Length;
        for (int time = 0; time < reply.Times && reply.Trickle is null; time++)
        {
            await stream.WriteAsync(reply.Body.AsMemory(0, part), ended.Token);
            Interlocked.Add(ref sent, part);
        }

        for (int at = 0; reply.Trickle is { } pause && at < part; at++)
        {
            await Task.Delay(pause, ended.Token);
            await stream.WriteAsync(reply.Body.AsMemory(at, 1), ended.Token);
        }

        if (reply.StallAfter is not null)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), ended.Token);
        }
        else if (reply.CutAfter is not null)
        {
            await Task.Delay(100); // A reset drops what was not read yet.
            socket.LingerState = new LingerOption(true, 0);
        }
    }
}
