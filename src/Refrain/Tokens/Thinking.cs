using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>What is known of a template's thinking part, and what is done about it.</summary>
internal sealed record Thinking
{
    /// <summary>Variables that templates know as the switch of thinking.</summary>
    public static IReadOnlyList<string> Switches { get; } = ["enable_thinking", "thinking", "reasoning"];

    private const string Probe = "Hello there";

    public static Thinking None { get; } = new();

    public ThinkingTreatment Treatment { get; private init; }

    /// <summary>Null: none are known.</summary>
    public ThinkingTags? Tags { get; private init; }

    /// <summary>The variable that the template reacts to; null: it reacts to none.</summary>
    public string? Switch { get; private init; }

    /// <summary>Stands after the generation prompt.</summary>
    public string Appended { get; private init; } = "";

    /// <summary>True where the prompt ends inside of the thinking part.</summary>
    public bool PromptIsOpen { get; private init; }

    /// <summary>Finds how the template thinks, and does what the options ask.</summary>
    /// <param name="source">The template.</param>
    /// <param name="tokenizer">Its tags, where thinking is asked for and the template names none.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="render">A user's text with a generation prompt and further variables.</param>
    /// <exception cref="BadInputException">Thinking is asked for and no tags are known, or what is asked for contradicts
    /// itself.</exception>
    public static Thinking Of(
        string source,
        Tokenizer tokenizer,
        ChatOptions options,
        Func<string, IReadOnlyDictionary<string, object?>, string> render
    )
    {
        if (
            Switches.FirstOrDefault(name =>
                options.Variables.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            ) is
            { } odd
        )
        {
            throw new BadInputException(
                $"{KnownSettings.Variables} {odd}",
                $"is {BadInputException.Show(options.Variables[odd])}",
                "true or false, in small letters"
            );
        }

        var given = Switches
            .Where(options.Variables.ContainsKey)
            .Select(name => (Name: name, Value: options.Variables[name].ValueKind))
            .Where(variable => variable.Value is JsonValueKind.True or JsonValueKind.False)
            .ToArray();
        ThinkingMode? said =
            given.Length == 0 ? null
            : given[0].Value == JsonValueKind.True ? ThinkingMode.On
            : ThinkingMode.Off;
        if (said is not null && options.Thinking is not null && said != options.Thinking)
        {
            throw new BadInputException(
                KnownSettings.Thinking,
                $"is {options.Thinking.ToString()!.ToLowerInvariant()}, and {KnownSettings.Variables} {given[0].Name} says the opposite",
                "one of them"
            );
        }

        if ((ThinkingTags.In(source) ?? (options.Thinking is null ? null : ThinkingTags.Of(tokenizer))) is not { } tags)
        {
            return options.Thinking is null
                ? None
                : throw new BadInputException(
                    KnownSettings.Thinking,
                    "is given, and neither the chat template nor the tokenizer has a thinking part",
                    "a template with one of " + string.Join(", ", ThinkingTags.Known.Select(known => known.Open)),
                    "Leave it out."
                );
        }

        string Tail(bool? on, string? name)
        {
            string text = render(
                Probe,
                on is null || name is null ? new Dictionary<string, object?>() : new Dictionary<string, object?> { [name] = on }
            );
            int end = text.LastIndexOf(Probe, StringComparison.Ordinal);
            return end < 0 ? text : text[(end + Probe.Length)..];
        }

        string? found = (given.Length > 0 ? given.Select(variable => variable.Name) : Switches).FirstOrDefault(name =>
            source.Contains(name, StringComparison.Ordinal) && Reacts(name, render)
        );
        ThinkingMode? mode = options.Thinking ?? said;
        string tail = Tail(mode is null ? null : mode == ThinkingMode.On, found);
        bool open = tags.IsOpen(tail),
            closed = !open && tail.Contains(tags.Close, StringComparison.Ordinal);
        var thinking = new Thinking
        {
            Tags = tags,
            Switch = found,
            PromptIsOpen = open && options.GenerationPrompt,
            Treatment = ThinkingTreatment.AsIs,
        };
        if (mode is null || !options.GenerationPrompt)
        {
            return thinking;
        }

        if (mode == ThinkingMode.On)
        {
            if (closed)
            {
                throw new BadInputException(
                    KnownSettings.Thinking,
                    "is on, and the chat template closes the thinking part before the answer",
                    "off, or a template that leaves it open",
                    "Leave it out."
                );
            }

            return thinking with
            {
                Treatment = ThinkingTreatment.On,
            };
        }

        return closed || (found is not null && !open)
            ? thinking with
            {
                Treatment = ThinkingTreatment.OffByTemplate,
            }
            : thinking with
            {
                Treatment = ThinkingTreatment.OffByClosing,
                Appended = tags.Closing(tail),
                PromptIsOpen = false,
            };
    }

    private static bool Reacts(string name, Func<string, IReadOnlyDictionary<string, object?>, string> render)
    {
        string With(bool on)
        {
            try
            {
                return render(Probe, new Dictionary<string, object?> { [name] = on });
            }
            catch (BadInputException)
            {
                return "";
            }
        }

        return With(true) != With(false);
    }
}
