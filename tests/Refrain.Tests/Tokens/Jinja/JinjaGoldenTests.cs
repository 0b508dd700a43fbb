using System.Text.Json;
using Refrain.Jinja;

namespace Refrain.Tests.Tokens.Jinja;

/// <summary>Renderings by jinja2 in the environment that transformers sets up for chat templates.</summary>
public class JinjaGoldenTests
{
    private static JsonElement Golden(string section)
    {
        using var file = File.OpenRead(Shared.Path("golden", "jinja.json"));
        return JsonDocument.Parse(file).RootElement.GetProperty(section).Clone();
    }

    private static string Outcome(string template, IReadOnlyDictionary<string, object?> variables)
    {
        try
        {
            return "text: " + JinjaTemplate.Parse(template).Render(variables);
        }
        catch (JinjaException error)
        {
            return "error: " + error.Message;
        }
    }

    [Fact]
    public void Every_golden_rendering_is_identical_and_every_golden_error_is_an_error()
    {
        var mismatches = new List<string>();
        var cases = Golden("render").EnumerateArray().ToList();
        foreach (var example in cases)
        {
            string template = example.GetProperty("template").GetString()!;
            var context = (IReadOnlyDictionary<string, object?>)JinjaValue.FromJson(example.GetProperty("context"))!;
            string outcome = Outcome(template, context);
            string? expected = example.TryGetProperty("text", out var text) ? "text: " + text.GetString() : null;
            if (expected is null ? outcome.StartsWith("text", StringComparison.Ordinal) : outcome != expected)
            {
                mismatches.Add(
                    $"{template}\n  got      {outcome}\n  expected {expected ?? "an error: " + example.GetProperty("message").GetString()}"
                );
            }
        }

        Assert.Equal(158, cases.Count);
        Assert.True(mismatches.Count == 0, string.Join("\n", mismatches));
    }

    [Fact]
    public void Every_golden_error_message_is_jinja2s_behind_the_place()
    {
        // What Python's own TypeError and the missing loader say is not ours to repeat word for word.
        foreach (var example in Golden("render").EnumerateArray().Where(e => e.TryGetProperty("message", out _)))
        {
            string template = example.GetProperty("template").GetString()!;
            if (template.Contains("include", StringComparison.Ordinal))
            {
                continue;
            }

            var context = (IReadOnlyDictionary<string, object?>)JinjaValue.FromJson(example.GetProperty("context"))!;
            Assert.Equal($"error: chat_template, line 1: {example.GetProperty("message").GetString()}", Outcome(template, context));
        }
    }

    [Fact]
    public void An_escape_attempt_gives_jinja2s_text_or_an_error_never_an_attribute()
    {
        foreach (var example in Golden("escape_attempts").EnumerateArray())
        {
            string outcome = Outcome(
                example.GetProperty("template").GetString()!,
                new Dictionary<string, object?> { ["messages"] = Array.Empty<object>() }
            );
            bool isSafe =
                outcome.StartsWith("error: ", StringComparison.Ordinal)
                || (example.TryGetProperty("text", out var text) && outcome == "text: " + text.GetString());
            Assert.True(isSafe, $"{example} gave {outcome}");
        }
    }

    [Fact]
    public void A_resource_bomb_is_an_error_within_one_second_and_64_megabytes()
    {
        Outcome("{{ 1 }}", new Dictionary<string, object?>()); // The first rendering pays for compilation.
        foreach (var bomb in Golden("resource_bombs").EnumerateArray().Select(element => element.GetString()!))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = System.Diagnostics.Stopwatch.StartNew();
            string outcome = Outcome(bomb, new Dictionary<string, object?>());
            watch.Stop();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            string name = bomb[..Math.Min(80, bomb.Length)];
            TestContext.Current.SendDiagnosticMessage($"{name}: {watch.ElapsedMilliseconds} ms, {allocated / 1e6:F1} MB allocated");
            bool isPlainText = bomb.All(c => c == '(');
            Assert.True(
                isPlainText ? outcome == "text: " + bomb : outcome.StartsWith("error: ", StringComparison.Ordinal),
                $"{name} gave {outcome[..Math.Min(80, outcome.Length)]}"
            );
            Assert.True(watch.ElapsedMilliseconds < 1000, $"{name} took {watch.ElapsedMilliseconds} ms");
            Assert.True(allocated < 64_000_000, $"{name} allocated {allocated} bytes in all, freed ones included");
        }
    }

    [Theory]
    [InlineData("llama3_1")]
    [InlineData("qwen3")]
    [InlineData("gemma3")]
    public void A_real_chat_template_renders_every_golden_chat(string name)
    {
        var (template, variables) = Load(Shared.Path("tokenizers", name, "tokenizer_config.json"));
        using var file = File.OpenRead(Shared.Path("golden", "tokenizers", name + ".json"));
        var chats = JsonDocument.Parse(file).RootElement.GetProperty("chat").EnumerateArray().ToList();
        Assert.NotEmpty(chats);
        foreach (var chat in chats)
        {
            variables["messages"] = chat.GetProperty("messages");
            variables["add_generation_prompt"] = chat.GetProperty("add_generation_prompt").GetBoolean();
            if (chat.TryGetProperty("text", out var text))
            {
                Assert.Equal(text.GetString(), template.Render(variables));
            }
            else
            {
                var error = Assert.Throws<JinjaException>(() => template.Render(variables));
                Assert.True(error.RaisedByTemplate);
                Assert.Equal(chat.GetProperty("error").GetString(), "TemplateError: " + error.Problem);
            }
        }
    }

    [Theory]
    [InlineData("models/aligned-270m", "<bos><start_of_turn>user\nHallo<end_of_turn>\n<start_of_turn>model\n")]
    [InlineData("demo", "<|im_start|>user\nHallo<|im_end|>\n<|im_start|>assistant\n")]
    public void The_audited_models_templates_render_one_user_turn(string folder, string expected)
    {
        var (template, variables) = Load(Path.Combine(Shared.Path(folder.Split('/')), "tokenizer_config.json"));
        variables["messages"] = new[]
        {
            new Dictionary<string, string> { ["role"] = "user", ["content"] = "  Hallo " },
        };
        variables["add_generation_prompt"] = true;
        Assert.Equal(expected, template.Render(variables));
    }

    private static (JinjaTemplate Template, Dictionary<string, object?> Variables) Load(string path)
    {
        using var file = File.OpenRead(path);
        var config = JsonDocument.Parse(file).RootElement;
        var variables = new Dictionary<string, object?>();
        foreach (string token in (string[])["bos_token", "eos_token"])
        {
            if (config.TryGetProperty(token, out var value) && value.ValueKind == JsonValueKind.String)
            {
                variables[token] = value.GetString();
            }
        }

        return (JinjaTemplate.Parse(config.GetProperty("chat_template").GetString()!), variables);
    }
}
