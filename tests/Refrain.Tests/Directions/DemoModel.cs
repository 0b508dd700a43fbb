using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Tests.Directions;

/// <summary>The embedded model and suite, for checks of seconds.</summary>
public sealed class DemoModel : IDisposable
{
    private readonly Suite suite = Suite.Embedded();
    private readonly PromptFormat format;

    public DemoModel()
    {
        var checkpoint = Checkpoint.Open(EmbeddedDemo.Extract(CacheFolder.Default));
        Model = Model.Open(checkpoint, CacheFolder.Default);
        format = PromptFormat.Of(checkpoint);
    }

    internal Model Model { get; }

    internal PromptFormat Format => format;

    internal int Positions => format.PostInstruction.Length;

    internal IReadOnlyList<int[]> Prompts(string language, PromptClass promptClass, Split split, int most = int.MaxValue) =>
        [.. suite.Prompts(promptClass, split, language).Take(most).Select(prompt => format.Encode(prompt.Text))];

    internal SourcePrompts Source(string language) =>
        new(
            Prompts(language, PromptClass.Harmful, Split.Train),
            Prompts(language, PromptClass.Harmless, Split.Train),
            Prompts(language, PromptClass.Harmful, Split.Validation),
            Prompts(language, PromptClass.Harmless, Split.Validation)
        );

    internal LanguageReading Read(string language, Remember? remember = null)
    {
        var prompts = Source(language);
        return LanguageReading.Read(
            Model,
            language,
            prompts.HarmfulTrain,
            prompts.HarmlessTrain,
            Positions,
            remember ?? AlignedModel.Afresh
        );
    }

    public void Dispose() => Model.Dispose();
}
