using System.Text;
using Refrain.Tests.Fuzzing.Mutation;
using Refrain.Tests.Tokens.Jinja;
using Refrain.Tokens;

namespace Refrain.Tests.Fuzzing;

public class TemplateFuzzTests
{
    private static readonly Dictionary<string, object?> Variables = new()
    {
        ["messages"] =
            (List<object?>)
                [
                    .. new[] { ("system", "Be brief."), ("user", " Hi <b> é😀 "), ("assistant", "a, b</think>c") }.Select(turn =>
                        (object?)new Dictionary<string, object?> { ["role"] = turn.Item1, ["content"] = turn.Item2 }
                    ),
                ],
        ["bos_token"] = "<s>",
        ["eos_token"] = "</s>",
        ["tools"] = null,
        ["documents"] = null,
        ["add_generation_prompt"] = true,
    };

    [Fact]
    public void A_damaged_template_renders_or_is_bad_input()
    {
        byte[][] whole = [.. Corpus.Of("template").Select(file => file.Bytes)];
        var templates = new TemplateMutator(whole.Select(Encoding.UTF8.GetString), JinjaPropertyTests.Pieces);
        byte[] Mutate(FuzzRandom random) =>
            random.OneIn(10) ? RawBytes.Edit(random, random.Pick(whole), random.Pick(whole)) : templates.Template(random);

        new Fuzzer("template", Mutate, Use).Run(200_000);
    }

    private static void Use(byte[] bytes) =>
        ChatTemplates.Parse(Encoding.UTF8.GetString(bytes), "chat_template")(Variables, new DateTime(2026, 1, 1));
}
