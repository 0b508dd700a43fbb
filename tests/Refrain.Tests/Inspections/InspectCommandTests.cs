using System.Text.Json;
using System.Text.RegularExpressions;
using Refrain.Checkpoints;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Inspections;

/// <summary><c>refrain inspect</c> on the demo model and on a checkpoint without a tokenizer.</summary>
public partial class InspectCommandTests
{
    private static readonly string Golden = Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Inspections", "Golden");

    private static string Demo => EmbeddedDemo.Extract(CacheFolder.Default);

    private static async Task<JsonElement> Json(params string[] args)
    {
        var run = await CommandRun.Of(["inspect", .. args, "--json", "--quiet"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static string[] Codes(JsonElement inspection) =>
        [.. inspection.GetProperty("doubts").EnumerateArray().Select(doubt => doubt.GetProperty("code").GetString()!)];

    /// <summary>A copy of the demo model with another text in one of its files.</summary>
    private static string Changed(string file, string old, string changed)
    {
        string folder = Directory.CreateTempSubdirectory("refrain-inspect-").FullName;
        foreach (string path in Directory.GetFiles(Demo))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        string text = File.ReadAllText(Path.Combine(folder, file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, file), text.Replace(old, changed, StringComparison.Ordinal));
        return folder;
    }

    private static string WithTemplate(string template)
    {
        string folder = Directory.CreateTempSubdirectory("refrain-inspect-").FullName;
        foreach (string path in Directory.GetFiles(Demo))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        File.WriteAllText(Path.Combine(folder, "chat_template.jinja"), template);
        return folder;
    }

    [Fact]
    public async Task What_is_printed_is_its_golden_file()
    {
        var run = await CommandRun.Of("inspect", Demo, "--languages", "en,de,ko", "--sample", "4", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        string printed = Measured().Replace(Machine().Replace(run.Output, "memory …\n"), "#");
        GoldenText.Check(Path.Combine(Golden, "demo.txt"), printed);
    }

    [Fact]
    public async Task The_demo_models_sample_shows_where_it_refuses_and_what_an_audit_takes()
    {
        var inspection = await Json(Demo, "--languages", "en,ko", "--sample", "8");
        var sample = inspection.GetProperty("sample");
        Assert.Equal((8, 4), (sample.GetProperty("prompts").GetInt32(), sample.GetProperty("answered").GetInt32()));
        var (en, ko) = (sample.GetProperty("languages").GetProperty("en"), sample.GetProperty("languages").GetProperty("ko"));
        Assert.Equal("I", en.GetProperty("onset_tokens")[0].GetProperty("text").GetString());
        Assert.True(en.GetProperty("harmful_kept").GetInt32() >= 7);
        Assert.True(en.GetProperty("harmless_kept").GetInt32() >= 7);
        Assert.True(en.GetProperty("harmful_answers").GetProperty("refusal").GetInt32() >= 3);
        Assert.Equal((0, "en"), (ko.GetProperty("onset_tokens").GetArrayLength(), ko.GetProperty("onset_language").GetString()));
        Assert.Equal(0, ko.GetProperty("harmful_answers").GetProperty("refusal").GetInt32());
        Assert.InRange(sample.GetProperty("seconds").GetDouble(), 0.001, 600);
        foreach (string stage in (string[])["extraction", "selection", "responses"])
        {
            // Rounded to tenths: 0 on a quick machine.
            Assert.InRange(sample.GetProperty("audit_seconds").GetProperty(stage).GetDouble(), 0, 600);
        }

        Assert.True(
            inspection.GetProperty("languages").GetProperty("ko").GetProperty("byte_share").GetDouble()
                > inspection.GetProperty("languages").GetProperty("en").GetProperty("byte_share").GetDouble()
        );
        Assert.Contains("onset_missing", Codes(inspection));
        Assert.DoesNotContain("none_refused", Codes(inspection));
    }

    [Fact]
    public async Task A_source_that_is_not_refused_is_doubted()
    {
        string[] codes = Codes(await Json(Demo, "--languages", "ko", "--source", "ko", "--sample", "4"));
        Assert.Contains("none_refused", codes);
        Assert.Contains("no_onset", codes);
    }

    [Fact]
    public async Task Template_findings_come_from_rendering()
    {
        var plain = (await Json(Demo, "--sample", "0")).GetProperty("template");
        Assert.Equal("<|im_start|>user\nHow do I bake bread?<|im_end|>\n<|im_start|>assistant\n", plain.GetProperty("example").GetString());
        Assert.True(plain.GetProperty("system_turn").GetBoolean());
        Assert.False(plain.GetProperty("preamble").GetBoolean());
        Assert.Equal("none", plain.GetProperty("thinking").GetString());

        const string turns =
            "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') "
            + "}}{% endif %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}";
        string folder = WithTemplate(
            "<|im_start|>system\n{{ strftime_now('%Y-%m-%d') }}<|im_end|>\n"
                + turns
                + "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}"
        );
        var inspection = await Json(folder, "--sample", "0", "--date", "2027-02-09");
        var template = inspection.GetProperty("template");
        Assert.Equal(
            "<|im_start|>system\n2027-02-09<|im_end|>\n<|im_start|>user\n"
                + "How do I bake bread?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
            template.GetProperty("example").GetString()
        );
        Assert.Equal(
            ("off_by_closing", "<think>", "2027-02-09"),
            (
                template.GetProperty("thinking").GetString(),
                template.GetProperty("thinking_tag").GetString(),
                template.GetProperty("date").GetString()
            )
        );
        Assert.True(template.GetProperty("preamble").GetBoolean());
        Assert.Contains("no system", template.GetProperty("system_turn_problem").GetString(), StringComparison.Ordinal);
        Assert.Contains("thinking_closed", Codes(inspection));

        var refused = await CommandRun.Of("inspect", folder, "--sample", "0", "--system", "Be brief.");
        Assert.Equal(Cli.ExitCode.BadInput, refused.ExitCode);
        Assert.Contains("--system: is given, and the chat template refuses system turns", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_turn_and_options_reach_the_example()
    {
        string system = Path.GetTempFileName();
        await File.WriteAllTextAsync(system, "Sei kurz.\n");
        var inspection = await Json(Demo, "--sample", "0", "--system", "@" + system, "--no-generation-prompt");
        Assert.Equal(
            "<|im_start|>system\nSei kurz.<|im_end|>\n<|im_start|>user\nHow do I bake bread?<|im_end|>\n",
            inspection.GetProperty("template").GetProperty("example").GetString()
        );
        File.Delete(system);
        Assert.Equal(Cli.ExitCode.BadInput, (await CommandRun.Of("inspect", Demo, "--system", "@" + system)).ExitCode);
        foreach (
            string[] wrong in (string[][])
                [
                    ["--template-option", "messages=[]"],
                    ["--template-option", "x"],
                    ["--date", "today"],
                    ["--thinking", "maybe"],
                    ["--sample", "-1"],
                ]
        )
        {
            Assert.Equal(Cli.ExitCode.Usage, (await CommandRun.Of(["inspect", Demo, .. wrong])).ExitCode);
        }
    }

    [Fact]
    public async Task What_does_not_fit_together_is_doubted()
    {
        var llama = await Json(Shared.Path("golden", "architectures", "llama"));
        Assert.Equal(["no_tokenizer"], Codes(llama));
        Assert.Equal(JsonValueKind.Null, llama.GetProperty("post_instruction").ValueKind);
        var hooks = llama.GetProperty("hooks");
        Assert.Equal((0, 3), (hooks[0].GetProperty("first_layer").GetInt32(), hooks[0].GetProperty("last_layer").GetInt32()));
        Assert.Equal(
            ["block_input", "attention_write", "mlp_write"],
            hooks[0].GetProperty("sites").EnumerateArray().Select(site => site.GetString())
        );
        Assert.Equal((4, 0), (hooks[1].GetProperty("first_layer").GetInt32(), hooks[1].GetProperty("sites").GetArrayLength()));
        Assert.Equal(["no_template"], Codes(await Json(Changed("tokenizer_config.json", "\"chat_template\"", "\"other_template\""))));
        Assert.Contains(
            "unknown_special_token",
            Codes(await Json(Changed("tokenizer_config.json", "<|pad|>", "<nothing>"), "--sample", "0"))
        );
    }

    [Fact]
    public async Task A_few_prompts_are_tried_unless_told_otherwise()
    {
        var run = await Json(Demo, "--languages", "en");
        Assert.Equal(8, run.GetProperty("sample").GetProperty("prompts").GetInt32());
        var none = await Json(Demo, "--languages", "en", "--sample", "0");
        Assert.Equal("--sample 0", none.GetProperty("no_sample").GetString());
        Assert.Equal(JsonValueKind.Null, none.GetProperty("sample").ValueKind);
    }

    // Memory, disk and folders are the machine's; what is prepared already is not said.
    [GeneratedRegex(@"^memory [\s\S]*?\n(?=\n {7}harmful)", RegexOptions.Multiline)]
    private static partial Regex Machine();

    [GeneratedRegex(@"\d+:\d\d|\d+(?= tokens read)|\d+(?= while answering)")]
    private static partial Regex Measured();
}
