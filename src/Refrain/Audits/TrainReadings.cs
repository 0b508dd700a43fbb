using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Audits;

/// <summary>
/// What the model holds on the train prompts of each language that was read; a language without prompts of both classes has nothing.
/// </summary>
internal sealed class TrainReadings(Model model, AuditPlan plan, Remember remember)
{
    private readonly Dictionary<string, LanguageReading> readings = [];

    /// <summary>Language → its reading.</summary>
    public IReadOnlyDictionary<string, LanguageReading> All => readings;

    /// <summary>Reads languages.</summary>
    /// <param name="languages">Their codes.</param>
    /// <param name="keep">Single prompts that are kept for geometry.</param>
    public void Add(IEnumerable<string> languages, KeptRows keep)
    {
        foreach (string language in languages)
        {
            var (harmful, harmless) = (plan.Train(language, PromptClass.Harmful), plan.Train(language, PromptClass.Harmless));
            if (harmful.Count > 0 && harmless.Count > 0)
            {
                readings[language] = LanguageReading.Read(model, language, harmful, harmless, plan.Positions, remember, keep);
            }
        }
    }
}
