using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Refrain.Hub;
using Spectre.Console;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain inspect</c>: what a model is and what running it takes.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = Options.Model();
        var json = Options.Json();
        var command = new Command("inspect", "Shows a model's architecture, hook points, post-instruction tokens and memory, without running it.") { model, json };
        command.SetAction((result, cancel) => Task.Run(() =>
        {
            var inspection = Inspection.Of(ModelFiles.Find(result.GetRequiredValue(model), HubContent.Model, result, cancel));
            if (result.GetValue(json))
            {
                result.Output.WriteLine(Json(inspection));
            }
            else
            {
                Draw(inspection, result);
            }

            return ExitCode.Done;
        }, CancellationToken.None));
        return command.WithExample("What refrain finds in a folder", "refrain inspect ./my-model");
    }

    private static string Json(Inspection inspection)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var config = inspection.Config;
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            writer.WriteString("name", inspection.Name);
            if (inspection.Revision is { } revision)
            {
                writer.WriteString("revision", revision);
            }

            writer.WriteString("format", inspection.Format);
            writer.WriteString("architecture", config.Architecture);
            writer.WriteNumber("layers", config.Layers);
            writer.WriteNumber("hidden_size", config.HiddenSize);
            writer.WriteNumber("heads", config.Heads);
            writer.WriteNumber("key_value_heads", config.KeyValueHeads);
            writer.WriteNumber("head_dimension", config.HeadDimension);
            writer.WriteNumber("vocabulary", config.VocabularySize);
            writer.WriteNumber("parameters", inspection.Parameters);
            Strings(writer, "storage", inspection.Storage);
            PostInstruction(writer, inspection);
            Strings(writer, "hook_points", inspection.HookPoints);
            writer.WriteNumber("bytes_mapped", inspection.Preflight.BytesMapped);
            writer.WriteNumber("bytes_needed", inspection.Preflight.BytesNeeded);
            PreflightOutput.Write(writer, inspection.Preflight);
            PreflightOutput.Write(writer, inspection.FastPreflight, "preflight_fast");
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void PostInstruction(Utf8JsonWriter writer, Inspection inspection)
    {
        if (inspection.PostInstruction is not { } tokens)
        {
            writer.WriteNull("post_instruction");
            writer.WriteString("post_instruction_problem", inspection.PostInstructionProblem);
            return;
        }

        writer.WriteStartObject("post_instruction");
        writer.WriteStartArray("ids");
        foreach ((int id, _) in tokens)
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
        Strings(writer, "texts", [.. tokens.Select(token => token.Text)]);
        writer.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void Draw(Inspection inspection, ParseResult result)
    {
        var config = inspection.Config;
        string tokens = inspection.PostInstruction is { } found
            ? string.Join("  ", found.Select(token => $"{token.Id} {token.Text.Replace("\n", "\\n")}"))
            : "none: " + inspection.PostInstructionProblem;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, FormattableString value) => grid.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
        void Rows(Preflight preflight, string suffix)
        {
            foreach (string line in preflight.Lines.Concat(preflight.Problems.Select(problem => "problem: " + problem)))
            {
                Row(line[..line.IndexOf(':')] + suffix, $"{line[(line.IndexOf(':') + 2)..]}");
            }
        }

        Row("model", $"{inspection.Name}{(inspection.Revision is { } commit ? $" at {commit}" : "")} ({inspection.Format}, {string.Join(", ", inspection.Storage)})");
        Row("architecture", $"{config.Architecture}: {config.Layers} layers, hidden {config.HiddenSize}, {config.Heads} heads, {config.KeyValueHeads} key/value heads, head width {config.HeadDimension}");
        Row("parameters", $"{inspection.Parameters / 1e6:F1} M; vocabulary {config.VocabularySize}");
        Row("after the user's text", $"{tokens}");
        Row("hook points", $"{inspection.HookPoints.Count}: {inspection.HookPoints[0]} … {inspection.HookPoints[^1]}");
        Rows(inspection.Preflight, "");
        Rows(inspection.FastPreflight, ", fast");

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(result.Output) }).Write(grid);
    }
}
