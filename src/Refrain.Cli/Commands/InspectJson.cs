using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Refrain.Audits;
using Refrain.Inspections;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;

namespace Refrain.Cli.Commands;

/// <summary>An inspection as JSON.</summary>
internal static class InspectJson
{
    public static string Of(Inspection inspection)
    {
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
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
            Template(writer, inspection);
            Strings(writer, "hook_points", inspection.HookPoints);
            Hooks(writer, inspection.Hooks);
            writer.WriteNumber("bytes_mapped", inspection.Preflight.BytesMapped);
            writer.WriteNumber("bytes_needed", inspection.Preflight.BytesNeeded);
            PreflightOutput.Write(writer, inspection.Preflight);
            PreflightOutput.Write(writer, inspection.FastPreflight, "preflight_fast");
            Languages(writer, inspection.Languages);
            Sample(writer, inspection);
            Doubts(writer, inspection.Doubts);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Template(Utf8JsonWriter writer, Inspection inspection)
    {
        if (inspection.Template is not { } template)
        {
            writer.WriteNull("post_instruction");
            writer.WriteString("post_instruction_problem", inspection.TemplateProblem);
            writer.WriteNull("template");
            return;
        }

        Tokens(writer, "post_instruction", template.PostInstruction);
        writer.WriteStartObject("template");
        writer.WriteString("example", template.Text);
        Tokens(writer, "example_tokens", template.Tokens);
        Tokens(writer, "end_tokens", template.EndTokens);
        writer.WriteBoolean("system_turn", template.SystemTurnProblem is null);
        writer.WriteString("system_turn_problem", template.SystemTurnProblem);
        writer.WriteBoolean("preamble", template.HasPreamble);
        writer.WriteNumber("bos_tokens", template.BosCount);
        writer.WriteString("thinking", template.Thinking.Word());
        writer.WriteString("thinking_tag", template.ThinkingTags?.Open);
        writer.WriteString("thinking_option", template.ThinkingSwitch);
        writer.WriteString("date", template.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        writer.WriteEndObject();
    }

    private static void Tokens(Utf8JsonWriter writer, string name, IReadOnlyList<InspectedToken> tokens)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("ids");
        foreach (var token in tokens)
        {
            writer.WriteNumberValue(token.Id);
        }

        writer.WriteEndArray();
        Strings(writer, "texts", [.. tokens.Select(token => token.Text)]);
        writer.WriteEndObject();
    }

    private static void Hooks(Utf8JsonWriter writer, IReadOnlyList<InspectedHooks> hooks)
    {
        writer.WriteStartArray("hooks");
        foreach (var group in hooks)
        {
            writer.WriteStartObject();
            writer.WriteNumber("first_layer", group.First);
            writer.WriteNumber("last_layer", group.Last);
            Strings(writer, "sites", group.Sites);
            writer.WriteBoolean("tap", group.Tapped);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Languages(Utf8JsonWriter writer, IReadOnlyList<InspectedLanguage> languages)
    {
        writer.WriteStartObject("languages");
        foreach (var language in languages)
        {
            writer.WriteStartObject(language.Language);
            writer.WriteNumber("tokens_per_character", Math.Round(language.TokensPerCharacter, 4));
            writer.WriteNumber("byte_share", Math.Round(language.Bytes, 4));
            writer.WriteNumber("unknown_share", Math.Round(language.Unknown, 4));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Sample(Utf8JsonWriter writer, Inspection inspection)
    {
        if (inspection.Sample is not { } sample)
        {
            writer.WriteNull("sample");
            writer.WriteString("no_sample", inspection.NoSample);
            return;
        }

        writer.WriteStartObject("sample");
        writer.WriteNumber("prompts", sample.Prompts);
        writer.WriteNumber("answered", sample.Answered);
        writer.WriteNumber("opening_seconds", Math.Round(sample.OpeningSeconds, 3));
        writer.WriteNumber("seconds", Math.Round(sample.Seconds, 3));
        writer.WriteNumber("tokens_read_per_second", Math.Round(sample.TokensRead, 1));
        writer.WriteNumber("tokens_answered_per_second", Math.Round(sample.TokensAnswered, 1));
        writer.WriteStartObject("audit_seconds");
        foreach ((string stage, double seconds) in sample.AuditSeconds)
        {
            writer.WriteNumber(stage, Math.Round(seconds, 1));
        }

        writer.WriteEndObject();
        writer.WriteStartObject("languages");
        foreach (var language in sample.Languages)
        {
            Language(writer, language);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Language(Utf8JsonWriter writer, SampledLanguage language)
    {
        writer.WriteStartObject(language.Language);
        writer.WriteNumber(PromptClass.Harmful.Word(), language.Harmful);
        writer.WriteNumber(PromptClass.Harmless.Word(), language.Harmless);
        Count(writer, "harmful_kept", language.HarmfulKept);
        Count(writer, "harmless_kept", language.HarmlessKept);
        writer.WriteString("onset_language", language.OnsetLanguage);
        writer.WriteStartArray("onset_tokens");
        foreach (var (token, text) in language.Onset)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", token.Id);
            writer.WriteString("text", text);
            writer.WriteNumber("difference", Math.Round(token.Difference, 4));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Outcomes(writer, "harmful_answers", language.HarmfulAnswers);
        Outcomes(writer, "harmless_answers", language.HarmlessAnswers);
        writer.WriteString("example", language.Example);
        writer.WriteEndObject();
    }

    private static void Outcomes(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, int> outcomes)
    {
        writer.WriteStartObject(name);
        foreach ((string outcome, int count) in outcomes)
        {
            writer.WriteNumber(outcome, count);
        }

        writer.WriteEndObject();
    }

    private static void Doubts(Utf8JsonWriter writer, IReadOnlyList<InspectionDoubt> doubts)
    {
        writer.WriteStartArray("doubts");
        foreach (var doubt in doubts)
        {
            writer.WriteStartObject();
            writer.WriteString("code", doubt.Code);
            writer.WriteString("found", doubt.Found);
            writer.WriteString("means", doubt.Means);
            writer.WriteString("do", doubt.Do);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Count(Utf8JsonWriter writer, string name, int? count)
    {
        if (count is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
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
}
