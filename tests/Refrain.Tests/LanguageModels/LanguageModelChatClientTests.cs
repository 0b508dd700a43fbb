using Microsoft.Extensions.AI;
using Refrain.LanguageModels;

namespace Refrain.Tests.LanguageModels;

public class LanguageModelChatClientTests(OpenDemo demo) : IClassFixture<OpenDemo>
{
    private static readonly ChatOptions Short = new() { MaxOutputTokens = 24 };

    private readonly IChatClient client = demo.Model.AsChatClient();

    public static TheoryData<string, ChatOptions> Unsupported { get; } =
        new()
        {
            {
                "temperature",
                new ChatOptions { Temperature = 0.7f }
            },
            {
                "Penalties",
                new ChatOptions { FrequencyPenalty = 1 }
            },
            {
                "Penalties",
                new ChatOptions { PresencePenalty = -1 }
            },
            {
                "JSON",
                new ChatOptions { ResponseFormat = ChatResponseFormat.Json }
            },
            {
                "Tools",
                new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("f", "a tool", default)] }
            },
            {
                "not stored",
                new ChatOptions { ConversationId = "1" }
            },
            {
                "at least one token",
                new ChatOptions { MaxOutputTokens = 0 }
            },
            {
                "is not this client's",
                new ChatOptions { ModelId = "another" }
            },
        };

    [Fact]
    public async Task A_response_is_the_models_answer_with_its_usage_and_its_end()
    {
        var answer = await demo.Model.AnswerAsync(demo.Harmful, new GenerationOptions { MaximumNewTokens = 24 });
        var response = await client.GetResponseAsync(demo.Harmful, Short);
        Assert.Equal(answer.Text, response.Text);
        Assert.Equal(answer.Ended ? ChatFinishReason.Stop : ChatFinishReason.Length, response.FinishReason);
        Assert.Equal(demo.Model.EncodePrompt(demo.Harmful).Length, response.Usage!.InputTokenCount);
        Assert.Equal(answer.Tokens.Count, response.Usage.OutputTokenCount);
        Assert.Equal(response.Usage.InputTokenCount + response.Usage.OutputTokenCount, response.Usage.TotalTokenCount);
        Assert.Equal(demo.Model.Name, response.ModelId);
        Assert.Equal(ChatRole.Assistant, Assert.Single(response.Messages).Role);
        var cut = await client.GetResponseAsync(demo.Harmful, new ChatOptions { MaxOutputTokens = 2 });
        Assert.Equal(ChatFinishReason.Length, cut.FinishReason);
        Assert.Equal(2, cut.Usage!.OutputTokenCount);
    }

    [Fact]
    public async Task Updates_joined_are_the_response()
    {
        var updates = await client.GetStreamingResponseAsync(demo.Harmless, Short).ToListAsync(TestContext.Current.CancellationToken);
        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        Assert.Single(updates.Select(update => update.ResponseId).Distinct());
        Assert.Single(updates, update => update.FinishReason is not null);
        Assert.Equal((await client.GetResponseAsync(demo.Harmless, Short)).Text, updates.ToChatResponse().Text);
    }

    [Fact]
    public async Task A_steered_client_answers_otherwise()
    {
        using var steered = demo.Model.AsChatClient(demo.Direction.Ablate());
        Assert.NotEqual(
            (await client.GetResponseAsync(demo.Harmful, Short)).Text,
            (await steered.GetResponseAsync(demo.Harmful, Short)).Text
        );
    }

    [Fact]
    public async Task A_stop_sequence_ends_a_response()
    {
        string text = (await client.GetResponseAsync(demo.Harmful, Short)).Text;
        string stop = text[4..7];
        var response = await client.GetResponseAsync(demo.Harmful, new ChatOptions { MaxOutputTokens = 24, StopSequences = [stop] });
        Assert.Equal(text[..text.IndexOf(stop, StringComparison.Ordinal)], response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task What_changes_nothing_for_greedy_decoding_changes_nothing()
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = 24,
            Temperature = 0,
            TopP = 0.5f,
            TopK = 3,
            Seed = 7,
            ResponseFormat = ChatResponseFormat.Text,
            ModelId = demo.Model.Name,
        };
        Assert.Equal(
            (await client.GetResponseAsync(demo.Harmful, Short)).Text,
            (await client.GetResponseAsync(demo.Harmful, options)).Text
        );
    }

    [Theory]
    [MemberData(nameof(Unsupported))]
    public async Task What_greedy_decoding_cannot_honour_is_refused(string message, ChatOptions options)
    {
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync("Hi", options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_that_are_no_text_or_of_unknown_roles_are_refused()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            client.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[3], "image/png")])])
        );
        await Assert.ThrowsAsync<NotSupportedException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.Tool, "x")]));
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync(Array.Empty<ChatMessage>()));
    }

    [Fact]
    public async Task A_conversation_is_rendered_with_all_its_turns()
    {
        ChatMessage[] turns = [new(ChatRole.User, "Hello there"), new(ChatRole.Assistant, "Hi."), new(ChatRole.User, demo.Harmless)];
        var response = await client.GetResponseAsync(turns, Short);
        int tokens = demo.Model.EncodePrompt([("user", "Hello there"), ("assistant", "Hi."), ("user", demo.Harmless)]).Length;
        Assert.Equal(tokens, response.Usage!.InputTokenCount);
    }

    [Fact]
    public void Its_services_are_itself_the_model_and_what_is_known_of_it()
    {
        Assert.Same(client, client.GetService<LanguageModelChatClient>());
        Assert.Same(demo.Model, client.GetService<LanguageModel>());
        Assert.Equal(demo.Model.Name, client.GetService<ChatClientMetadata>()!.DefaultModelId);
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
        client.Dispose();
        Assert.NotEmpty(demo.Model.Encode("still open"));
    }
}
