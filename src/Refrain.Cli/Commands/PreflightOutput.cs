using System.CommandLine;
using System.Text.Json;
using Refrain.Audits;

namespace Refrain.Cli.Commands;

/// <summary>What a preflight prints, and the option to go on in spite of it.</summary>
internal static class PreflightOutput
{
    public static Option<bool> Ignore() => new("--ignore-preflight") { Description = "Try even when memory or disk seem too small." };

    /// <summary>Where its lines go: standard error, unless --quiet.</summary>
    public static Action<string>? Say(ParseResult result) =>
        result.Quiet ? null
        : Messages.IsTerminal ? Messages.Write
        : result.Error.WriteLine;

    /// <summary>Appends an object.</summary>
    public static void Write(Utf8JsonWriter writer, Preflight preflight, string name = "preflight")
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("bytes_mapped", preflight.BytesMapped);
        writer.WriteNumber("bytes_needed", preflight.BytesNeeded);
        writer.WriteNumber("memory_available", preflight.Memory.Available);
        writer.WriteNumber("memory_total", preflight.Memory.Total);
        writer.WriteBoolean("memory_limited", preflight.Memory.Limited);
        writer.WriteStartArray("disk");
        foreach (var need in preflight.Disk)
        {
            writer.WriteStartObject();
            writer.WriteString("folder", need.Folder);
            writer.WriteString("what", need.What);
            writer.WriteNumber("bytes", need.Bytes);
            if (need.Free is { } free)
            {
                writer.WriteNumber("bytes_free", free);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("problems");
        foreach (string problem in preflight.Problems)
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        writer.WriteString("warning", preflight.Warning);
        writer.WriteEndObject();
    }
}
