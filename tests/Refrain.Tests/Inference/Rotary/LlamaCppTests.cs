using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.Inference.Gguf;

namespace Refrain.Tests.Inference.Rotary;

/// <summary>
/// GGUF files with rotary scaling against llama.cpp's logits and greedy tokens, which <c>scripts/llama-cpp-reference.mjs</c> wrote.
/// </summary>
/// <remarks>
/// To make them anew: REFRAIN_ROTARY_GGUF=folder makes these tests write their files there; then run the script on that folder.
/// llama.cpp chooses longrope's factors by the size of the context, so a file's name says which one the script gives it.
/// </remarks>
public class LlamaCppTests
{
    private const string Keys = "llama.rope.scaling.";

    private static readonly float[] ShortFactors = [1, 1.1f, 1.2f, 1.5f, 2, 2.5f, 3, 4],
        LongFactors = [1, 1.5f, 2, 4, 6, 9, 12, 16];

    public static TheoryData<string> Files => [.. Cases.Keys];

    internal static IEnumerable<string> Names => Cases.Keys;

    private static Dictionary<string, byte[]> Cases =>
        new()
        {
            ["default-256"] = RandomGguf.Build("llama", _ => { }),
            ["linear-256"] = RandomGguf.Build("llama", gguf => gguf.Key(Keys + "type", "linear").Key(Keys + "factor", 4f)),
            ["factor-without-type-256"] = RandomGguf.Build("llama", gguf => gguf.Key(Keys + "factor", 4f)),
            ["yarn-256"] = RandomGguf.Build("llama", gguf =>
                gguf.Key(Keys + "type", "yarn").Key(Keys + "factor", 4f).Key(Keys + "original_context_length", 32u)
            ),
            ["yarn-all-keys-256"] = RandomGguf.Build("llama", gguf =>
                gguf.Key(Keys + "type", "yarn")
                    .Key(Keys + "factor", 8f)
                    .Key(Keys + "original_context_length", 64u)
                    .Key(Keys + "attn_factor", 1.25f)
                    .Key(Keys + "yarn_ext_factor", 1f)
                    .Key(Keys + "yarn_attn_factor", 1.5f)
                    .Key(Keys + "yarn_beta_fast", 4f)
                    .Key(Keys + "yarn_beta_slow", 0.5f)
            ),
            ["longrope-short-256"] = RandomGguf.Build("llama", gguf => LongRope(gguf, 256)),
            ["longrope-long-256"] = RandomGguf.Build("llama", gguf => LongRope(gguf, 16)),
            ["gemma3-partial-256"] = RandomGguf.Build("gemma3", gguf =>
            {
                RandomGguf.Gemma3(gguf);
                gguf.Key("gemma3.rope.dimension_count", 8u);
            }),
            ["gemma3-256"] = RandomGguf.Build("gemma3", RandomGguf.Gemma3),
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void Logits_and_greedy_tokens_are_those_of_llama_cpp(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(name + ".gguf", Cases[name]);
        if (Environment.GetEnvironmentVariable("REFRAIN_ROTARY_GGUF") is { } target)
        {
            File.Copy(path, Path.Combine(target, name + ".gguf"), overwrite: true);
            Assert.Skip("the file was written for the reference");
        }

        using var model = Model.Open(Checkpoint.Open(path), folder.File("cache"));
        var expected = LlamaCppReference.Read("Rotary", name);
        Assert.InRange(expected.Difference(model), 0, 1e-4);
        Assert.Equal(expected.Greedy, expected.Generate(model));
    }

    // As the converter of Phi-3 writes it: factors, the original length and the attention factor, and no type.
    [Fact]
    public void Factors_without_a_type_are_longrope_and_no_other_type_may_have_them()
    {
        using var folder = new TemporaryFolder();
        using var typed = Checkpoint.Open(folder.Write("typed.gguf", Cases["longrope-short-256"]));
        using var untyped = Checkpoint.Open(folder.Write("untyped.gguf", RandomGguf.Build("llama", gguf => Factors(gguf, 256))));
        Assert.Equal(
            ("longrope", typed.Config.Rope.AttentionFactor, 256),
            (untyped.Config.Rope.Kind, untyped.Config.Rope.AttentionFactor, untyped.Config.Rope.OriginalMaximumPositions)
        );
        Assert.Equal(typed.Config.Rope.LongFactors, untyped.Config.Rope.LongFactors);
        string yarn = folder.Write("yarn.gguf", RandomGguf.Build("llama", gguf => Factors(gguf.Key(Keys + "type", "yarn"), 256)));
        Assert.Contains("is yarn with rope_factors_short.weight", Assert.Throws<BadInputException>(() => Checkpoint.Open(yarn)).Message);
    }

    [Fact]
    public void Scaling_moves_the_reference_logits_by_far_more_than_the_tolerance()
    {
        foreach (string name in Cases.Keys.Except(["default-256", "gemma3-256"]))
        {
            float[] plain = Last(name.StartsWith("gemma3", StringComparison.Ordinal) ? "gemma3-256" : "default-256");
            Assert.True(plain.Zip(Last(name), (a, b) => Math.Abs(a - b)).Max() > 0.05, name);
        }
    }

    /// <summary>The largest difference of logits from llama.cpp's.</summary>
    internal static double Difference(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Open(Checkpoint.Open(folder.Write(name + ".gguf", Cases[name])), folder.File("cache"));
        return LlamaCppReference.Read("Rotary", name).Difference(model);
    }

    private static float[] Last(string name) => LlamaCppReference.Read("Rotary", name).Logits[^RandomModel.Vocabulary..];

    private static void LongRope(GgufBuilder gguf, uint original) => Factors(gguf.Key(Keys + "type", "longrope"), original);

    private static void Factors(GgufBuilder gguf, uint original) =>
        gguf.Key(Keys + "original_context_length", original)
            .Key(Keys + "attn_factor", 1.1f)
            .Tensor("rope_factors_long.weight", LongFactors, 8)
            .Tensor("rope_factors_short.weight", ShortFactors, 8);
}
