using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.LanguageModels;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.LanguageModels;

public class LanguageModelTests(OpenDemo demo) : IClassFixture<OpenDemo>
{
    private static readonly GenerationOptions Short = new() { MaximumNewTokens = 24 };

    private readonly LanguageModel model = demo.Model;

    [Fact]
    public async Task Taking_the_direction_out_and_putting_it_in_turns_answers_around()
    {
        Assert.Equal(SelectionVerdict.Passed, demo.Direction.Verdict);
        Assert.Equal(Outcome.Refusal, await OutcomeOf(demo.Harmful, Short));
        Assert.NotEqual(Outcome.Refusal, await OutcomeOf(demo.Harmful, Short with { Intervention = demo.Direction.Ablate() }));
        Assert.NotEqual(Outcome.Refusal, await OutcomeOf(demo.Harmless, Short));
        Assert.Equal(Outcome.Refusal, await OutcomeOf(demo.Harmless, Short with { Intervention = demo.Direction.Add(2) }));
    }

    [Fact]
    public async Task Interventions_of_no_strength_change_no_bit()
    {
        int[] prompt = model.EncodePrompt(demo.Harmful);
        var untouched = model.ReadActivations(prompt, new ReadingOptions { Logits = true });
        var answer = await model.AnswerAsync(demo.Harmful, Short);
        double[] zero = new double[model.HiddenSize],
            some = [.. Enumerable.Range(0, model.HiddenSize).Select(i => Math.Sin(i))];
        foreach (
            var nothing in (Intervention[])
                [
                    Intervention.Ablate(zero, model.Layers),
                    Intervention.Ablate(some, model.Layers, at: []),
                    Intervention.AddAt(some, model.Layers, at: [0, 1], scale: 0),
                    demo.Direction.Add(0),
                ]
        )
        {
            var read = model.ReadActivations(prompt, new ReadingOptions { Logits = true, Intervention = nothing });
            Assert.True(untouched.Values.Span.SequenceEqual(read.Values.Span));
            Assert.True(untouched.Logits!.Value.Span.SequenceEqual(read.Logits!.Value.Span));
            Assert.Equal(answer.Tokens, (await model.AnswerAsync(demo.Harmful, Short with { Intervention = nothing })).Tokens);
        }
    }

    [Fact]
    public void An_intervention_at_some_blocks_changes_nothing_before_them()
    {
        int[] prompt = model.EncodePrompt(demo.Harmless);
        double[] some = [.. Enumerable.Range(0, model.HiddenSize).Select(i => Math.Sin(i))];
        int block = model.Layers - 1;
        var untouched = model.ReadActivations(prompt);
        foreach (
            var change in (Intervention[])
                [Intervention.Ablate(some, model.Layers, at: [block]), Intervention.AddAt(some, model.Layers, at: [block])]
        )
        {
            var read = model.ReadActivations(prompt, new ReadingOptions { Intervention = change });
            Assert.True(untouched.At(block - 1, -1).SequenceEqual(read.At(block - 1, -1)));
            Assert.False(untouched.At(model.Layers, -1).SequenceEqual(read.At(model.Layers, -1)));
        }
    }

    [Fact]
    public async Task A_streamed_answer_is_the_whole_answer_in_pieces()
    {
        foreach (string prompt in (string[])[demo.Harmful, demo.Harmless])
        {
            var answer = await model.AnswerAsync(prompt, Short);
            var pieces = await model.StreamAsync(prompt, Short).ToListAsync(TestContext.Current.CancellationToken);
            Assert.Equal(answer.Text, string.Concat(pieces.Select(piece => piece.Text)));
            Assert.Equal(answer.Tokens, pieces.Where(piece => piece.Token is not null).Select(piece => piece.Token!.Value));
            Assert.Equal(answer.Ended, pieces[^1].Ended);
            Assert.All(pieces[..^1], piece => Assert.Null(piece.Ended));
            Assert.True(pieces.Count(piece => piece.Text.Length > 0) > 1);
        }
    }

    [Fact]
    public async Task An_answer_is_cut_at_its_limit_and_goes_on_past_its_end_where_asked()
    {
        var cut = await model.AnswerAsync(demo.Harmful, new GenerationOptions { MaximumNewTokens = 2 });
        Assert.Equal((2, false), (cut.Tokens.Count, cut.Ended));
        var whole = await model.AnswerAsync(demo.Harmful, new GenerationOptions { MaximumNewTokens = 60 });
        Assert.True(whole.Ended);
        var past = await model.AnswerAsync(demo.Harmful, new GenerationOptions { MaximumNewTokens = 60, IgnoreEnd = true });
        Assert.Equal(60, past.Tokens.Count);
        Assert.Equal(whole.Tokens, past.Tokens.Take(whole.Tokens.Count));
    }

    [Fact]
    public async Task Many_callers_get_what_each_would_get_alone()
    {
        string[] prompts = [.. demo.Prompts.HarmfulTrain.Take(3), .. demo.Prompts.HarmlessTrain.Take(3)];
        var alone = new List<string>();
        foreach (string prompt in prompts)
        {
            alone.Add((await model.AnswerAsync(prompt, Short)).Text);
        }

        string[] together = await Task.WhenAll(
            prompts.Select(async prompt => string.Concat(await model.StreamAsync(prompt, Short).Select(piece => piece.Text).ToListAsync()))
        );
        Assert.Equal(alone, together);
        var batch = await model.AnswerAllAsync([.. prompts.Select(model.EncodePrompt)], Short);
        Assert.Equal(alone, batch.Select(answer => answer.Text));
    }

    [Fact]
    public async Task A_cancelled_answer_ends_and_the_model_goes_on()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var piece in model.StreamAsync(demo.Harmful, Short, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.FindDirectionAsync(demo.Prompts, cancel: cancel.Token));
        await foreach (var piece in model.StreamAsync(demo.Harmful, Short))
        {
            break; // leaves in the middle
        }

        Assert.NotEmpty((await model.AnswerAsync(demo.Harmful, Short)).Text);
    }

    [Fact]
    public async Task Activations_are_those_of_the_command()
    {
        using var folder = new TemporaryFolder();
        string[] texts = [demo.Harmful, demo.Harmless];
        string input = Path.Combine(folder.Path, "prompts.json"),
            output = Path.Combine(folder.Path, "out.safetensors");
        await File.WriteAllTextAsync(
            input,
            "{\"prompts\": ["
                + string.Join(", ", texts.Select(text => $"{{\"text\": {System.Text.Json.JsonSerializer.Serialize(text)}}}"))
                + "]}"
        );
        var command = await CommandRun.Of("activations", EmbeddedDemo.Extract(CacheFolder.Default), "--input", input, "--output", output);
        Assert.Equal(Refrain.Cli.ExitCode.Done, command.ExitCode);
        using var file = SafetensorsFile.Open(output);
        int[][] prompts = [.. texts.Select(model.EncodePrompt)];
        ResidualStreams[] read = [.. model.ReadActivationsOfAll(prompts, new ReadingOptions { Logits = true })];
        for (int prompt = 0; prompt < texts.Length; prompt++)
        {
            float[] streams = file.Read($"{prompt}.resid_pre");
            Assert.Equal(streams, read[prompt].Values.ToArray());
            float[] logits = file.Read($"{prompt}.logits");
            Assert.Equal(logits[^model.VocabularySize..], read[prompt].Logits!.Value.ToArray());
            var some = model.ReadActivations(prompts[prompt], new ReadingOptions { Layers = [model.Layers, 1], LastPositions = 3 });
            Assert.Equal((3, 2), (some.Positions, some.Layers.Count));
            int at = (1 * prompts[prompt].Length + prompts[prompt].Length - 2) * model.HiddenSize;
            Assert.Equal(streams[at..(at + model.HiddenSize)], some.At(1, -2).ToArray());
            Assert.Throws<ArgumentOutOfRangeException>(() => some.At(0, -1).Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => some.At(1, -4).Length);
        }
    }

    [Fact]
    public void Texts_become_tokens_and_conversations_text()
    {
        Assert.Equal("Grüße, 세계", model.Decode(model.Encode("Grüße, 세계")));
        string rendered = model.Render("Hello there");
        Assert.Contains("Hello there", rendered, StringComparison.Ordinal);
        Assert.Equal(model.Encode(rendered), model.EncodePrompt("Hello there"));
        string longer = model.Render([("user", "Hello there"), ("assistant", "Hi."), ("user", "And now?")]);
        Assert.EndsWith(
            model.Decode(model.EncodePrompt("And now?").AsSpan()[^model.TemplatePositions..]),
            longer,
            StringComparison.Ordinal
        );
        Assert.Contains("Hi.", longer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_the_models_is_refused()
    {
        Assert.Throws<ArgumentException>(() => model.ReadActivations(Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => model.ReadActivations([model.VocabularySize]));
        Assert.Throws<ArgumentException>(() => model.ReadActivations([-1]));
        Assert.Throws<ArgumentException>(() => model.ReadActivations([1], new ReadingOptions { Layers = [model.Layers + 1] }));
        Assert.Throws<ArgumentException>(() => model.ReadActivations([1], new ReadingOptions { LastPositions = 0 }));
        var foreign = Intervention.Ablate(new double[model.HiddenSize], model.Layers + 1);
        Assert.Throws<ArgumentException>(() => model.ReadActivations([1], new ReadingOptions { Intervention = foreign }));
        Assert.Throws<ArgumentException>(() => model.StreamAsync("Hi", new GenerationOptions { Intervention = foreign }));
        Assert.Throws<ArgumentException>(() => model.StreamAsync("Hi", new GenerationOptions { MaximumNewTokens = 0 }));
        Assert.Throws<ArgumentException>(() => Intervention.AddAt(new double[4], 2, at: []));
        Assert.Throws<ArgumentException>(() => Intervention.Add(new double[4], 2, layer: 2));
        Assert.Throws<ArgumentException>(() => Intervention.Affine(new double[8], new double[4], 2, 0));
        await Assert.ThrowsAsync<BadInputException>(() =>
            model.AnswerAsync("Hi", new GenerationOptions { MaximumNewTokens = model.MaximumPositions })
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            model.FindDirectionAsync(demo.Prompts, new DirectionOptions { Convention = HookSites.BlockInput })
        );
        Assert.Throws<BadInputException>(() => LanguageModel.Open(Path.Combine(Path.GetTempPath(), "there is no model here")));
        Assert.Throws<BadInputException>(() => DirectionPrompts.OfSuite("xx"));
        var closed = LanguageModel.Open();
        closed.Dispose();
        closed.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.AnswerAsync("Hi"));
    }

    private async Task<Outcome> OutcomeOf(string prompt, GenerationOptions options) =>
        NativeJudge.Instance.Judge(new JudgeInput((await model.AnswerAsync(prompt, options)).Text, "en", prompt)).Outcome;
}
