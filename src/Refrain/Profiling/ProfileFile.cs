using System.Buffers;
using System.Diagnostics;
using System.Text.Json;

namespace Refrain.Profiling;

/// <summary>Events in Chrome's trace format, as an array whose end may be missing. Safe for several threads.</summary>
internal sealed class ProfileFile : IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> buffer = new(2 * FlushAt);
    private readonly Utf8JsonWriter json;
    private readonly FileStream stream;
    private readonly DateTime origin; // UTC
    private readonly long process = Environment.ProcessId;
    private bool any,
        closed;

    /// <param name="path">The file.</param>
    /// <param name="name">What is profiled.</param>
    /// <param name="began">When the process began, local time, or null.</param>
    public ProfileFile(string path, string name, DateTime? began)
    {
        var now = DateTime.UtcNow;
        origin = began is { } start && start.ToUniversalTime() < now ? start.ToUniversalTime() : now;
        try
        {
            // Without a buffer of its own: whole events reach the system in one write, so that a killed process leaves no part of one.
            stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BadInputException(
                $"{KnownSettings.ProfileFile}: {BadInputException.Show(path)}",
                $"cannot be written: {BadInputException.Show(error.Message)}",
                "a file in a folder that is there",
                inner: error
            );
        }

        json = new Utf8JsonWriter(buffer);
        Event("M", "process_name", null, now, () =>
        {
            json.WriteStartObject("args");
            json.WriteString("name", name);
            json.WriteEndObject();
        });
        if (origin < now)
        {
            Complete("start", "process", origin, now - origin, Environment.CurrentManagedThreadId, []);
        }

        Flush();
    }

    /// <summary>Why nothing more could be written, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>The thread of the latest span: operators run beneath it.</summary>
    public int LatestThread { get; private set; }

    /// <summary>A span that has ended.</summary>
    public void Span(Activity span)
    {
        LatestThread = Environment.CurrentManagedThreadId;
        Complete(span.DisplayName, "refrain", span.StartTimeUtc, span.Duration, LatestThread, span.TagObjects);
    }

    /// <summary>What took from <paramref name="start"/>, UTC, for a while.</summary>
    public void Complete(
        string name,
        string category,
        DateTime start,
        TimeSpan duration,
        int thread,
        IEnumerable<KeyValuePair<string, object?>> arguments
    ) => Event("X", name, category, start, () =>
        {
            json.WriteNumber("dur", duration.TotalMicroseconds);
            json.WriteNumber("tid", thread);
            json.WriteStartObject("args");
            foreach ((string key, object? value) in arguments)
            {
                Argument(key, value);
            }

            json.WriteEndObject();
        });

    /// <summary>A number that changes over time.</summary>
    public void Counter(string name, double value) => Event("C", name, null, DateTime.UtcNow, () =>
        {
            json.WriteStartObject("args");
            json.WriteNumber("value", Math.Round(value, 3));
            json.WriteEndObject();
        });

    /// <summary>Gives the system what was gathered, whole events only.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (!closed)
            {
                Write();
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (!closed)
            {
                closed = true;
                buffer.Write("\n]\n"u8);
                Write();
                stream.Dispose();
                json.Dispose();
            }
        }
    }

    private void Event(string phase, string name, string? category, DateTime at, Action more)
    {
        lock (gate)
        {
            if (closed || Failure is not null)
            {
                return; // The timer's last tick, or a disk that is full.
            }

            buffer.Write(any ? ",\n"u8 : "[\n"u8);
            any = true;
            json.Reset();
            json.WriteStartObject();
            json.WriteString("ph", phase);
            json.WriteString("name", name);
            if (category is not null)
            {
                json.WriteString("cat", category);
            }

            json.WriteNumber("pid", process);
            json.WriteNumber("ts", (at - origin).TotalMicroseconds);
            more();
            json.WriteEndObject();
            json.Flush();
            if (buffer.WrittenCount >= FlushAt)
            {
                Write();
            }
        }
    }

    private void Argument(string key, object? value)
    {
        switch (value)
        {
            case int or long:
                json.WriteNumber(key, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            case bool flag:
                json.WriteBoolean(key, flag);
                break;
            default:
                json.WriteString(key, value?.ToString());
                break;
        }
    }

    private void Write()
    {
        try
        {
            if (Failure is null)
            {
                stream.Write(buffer.WrittenSpan);
            }
        }
        catch (IOException error)
        {
            Failure = error.Message; // A run is worth more than its profile.
        }

        buffer.ResetWrittenCount();
    }
}
