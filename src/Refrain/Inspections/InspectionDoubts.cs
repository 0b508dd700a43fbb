using Refrain.Directions;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Inspections;

/// <summary>Something to know before relying on an audit.</summary>
/// <param name="Code">A name that stays the same, such as <c>none_refused</c>.</param>
public sealed record InspectionDoubt(string Code)
{
    /// <summary>What was found.</summary>
    public string Found => FoundText.ToString();

    /// <summary>What it means for an audit.</summary>
    public string Means => MeansText.ToString();

    /// <summary>What to do.</summary>
    public string Do => DoText.ToString();

    /// <summary><see cref="Found"/>, which can be read in other names.</summary>
    internal SettingText FoundText { get; init; } = "";

    /// <summary><see cref="Means"/>, which can be read in other names.</summary>
    internal SettingText MeansText { get; init; } = "";

    /// <summary><see cref="Do"/>, which can be read in other names.</summary>
    internal SettingText DoText { get; init; } = "";
}

/// <summary>Finds what there is to doubt in an inspection.</summary>
internal static class InspectionDoubts
{
    // Shares of what was looked at.
    private const double MostDegenerate = 0.25,
        MostBytes = 0.3,
        MostUnknown = 0.02,
        FewestKept = 0.5;

    /// <param name="inspection">What was found.</param>
    /// <param name="format">How prompts are rendered; null: they cannot be.</param>
    /// <param name="request">What was asked for.</param>
    public static IReadOnlyList<InspectionDoubt> Of(Inspection inspection, PromptFormat? format, InspectionRequest request)
    {
        var doubts = new List<InspectionDoubt>();
        void Add(bool applies, string code, SettingText found, SettingText means, SettingText action)
        {
            if (applies)
            {
                doubts.Add(
                    new InspectionDoubt(code)
                    {
                        FoundText = found,
                        MeansText = means,
                        DoText = action,
                    }
                );
            }
        }

        foreach (string problem in inspection.Preflight.Problems)
        {
            Add(
                true,
                "does_not_fit",
                $"It does not fit this machine: {problem}.",
                "An audit refuses to start.",
                $"Free what is missing, or give the audit {KnownSettings.IgnorePreflight}."
            );
        }

        var lacks = inspection.TemplateProblemText;
        Add(
            lacks is not null && !inspection.HasTokenizer,
            "no_tokenizer",
            $"The tokenizer cannot be used: {lacks}",
            "An audit cannot ask this model anything.",
            "Put tokenizer.json and tokenizer_config.json from where the weights came from beside them."
        );
        Add(
            lacks is not null && inspection.HasTokenizer,
            "no_template",
            $"Prompts cannot be rendered: {lacks}",
            "It is a base model, or its chat template is missing or wrong: an audit cannot ask it anything.",
            "Use the chat version of the model, with its chat template beside the weights."
        );
        if (format is not null && inspection.Template is { } template)
        {
            OfTemplate(template, format, inspection, Add);
        }

        if (inspection.Sample is { } sample)
        {
            OfSample(sample, request, Add);
        }

        Add(
            inspection.Sample is null && format is not null && request.Sample != 0,
            "not_tried",
            $"No prompts were tried: {inspection.NoSampleText}.",
            "Whether it refuses, and how long an audit takes, is not known.",
            $"Give {KnownSettings.Sample.At("4")}, perhaps with {KnownSettings.Languages.At("en")}."
        );
        return doubts;
    }

    private delegate void Adding(bool applies, string code, SettingText found, SettingText means, SettingText action);

    private static void OfTemplate(InspectedTemplate template, PromptFormat format, Inspection inspection, Adding add)
    {
        var tokenizer = format.Tokenizer;
        int vocabulary = inspection.Config.VocabularySize;
        int[] foreign = [.. inspection.Config.EndTokens.Where(id => tokenizer.TokenText(id) is null)];
        string Languages(Func<InspectedLanguage, bool> applies) =>
            string.Join(", ", inspection.Languages.Where(applies).Select(language => language.Language));
        string bytes = Languages(language => language.Bytes > MostBytes),
            unknown = Languages(language => language.Unknown > MostUnknown);
        add(
            tokenizer.VocabularySize > vocabulary,
            "tokenizer_too_large",
            $"The tokenizer has {tokenizer.VocabularySize} tokens, the model {vocabulary}.",
            "Tokens above the model's vocabulary end an audit with an error.",
            "Use the tokenizer that came with the weights."
        );
        add(
            tokenizer.VocabularySize < vocabulary / 2,
            "tokenizer_too_small",
            $"The tokenizer has {tokenizer.VocabularySize} tokens, the model {vocabulary}.",
            "It is probably another model's tokenizer: what is asked is noise to the model.",
            "Use the tokenizer that came with the weights."
        );
        add(
            template.EndTokens.Count == 0,
            "no_end_token",
            $"No token is known to end an answer.",
            $"Every answer runs to {KnownSettings.MaximumNewTokens}, past its end: "
                + $"a base model, or a generation_config.json that is missing.",
            "Put generation_config.json beside the weights."
        );
        add(
            foreign.Length > 0,
            "unknown_end_token",
            $"The configuration ends answers with {string.Join(", ", foreign)}, which the tokenizer does not have.",
            "Tokenizer and weights do not belong together, or answers end late.",
            "Use the tokenizer and generation_config.json that came with the weights."
        );
        add(
            tokenizer.UnknownSpecials.Count > 0,
            "unknown_special_token",
            $"Special tokens are named that the vocabulary does not have: {string.Join(", ", tokenizer.UnknownSpecials)}.",
            "Where the template writes one, the model reads it as plain letters.",
            "Compare tokenizer_config.json with tokenizer.json, or get both anew."
        );
        add(
            template.BosCount > 1,
            "two_bos",
            $"A prompt begins with {template.BosCount} of the token that begins a sequence.",
            "The model has not seen this in training: refusal may differ.",
            "Correct the chat template."
        );
        add(
            template.BosCount == 0 && template.BosExpected,
            "no_bos",
            $"The tokenizer begins texts with {tokenizer.BosToken}; the chat template does not write it.",
            "Prompts are given as the template writes them, without it; some models then answer worse.",
            "Compare with how the model is served; correct the template if it is served with it."
        );
        add(
            template.Thinking == ThinkingTreatment.OffByClosing,
            "thinking_closed",
            $"The chat template cannot switch thinking off: "
                + $"{template.ThinkingTags?.Open}{template.ThinkingTags?.Close} is put before the answer.",
            "Refusal is measured without thinking, which the model may not have been trained for.",
            $"Compare with an audit with {KnownSettings.Thinking.At("on")}."
        );
        add(
            template.ThinkingTags is null && ThinkingTags.Of(tokenizer) is not null,
            "thinking_unknown",
            $"The tokenizer has {ThinkingTags.Of(tokenizer)?.Open}, the chat template does not mention it.",
            "Perhaps the model thinks by itself: then first tokens are thinking, and short answers are unjudged.",
            $"If it does, give {KnownSettings.Thinking.At("off")} (closes the thinking part) or on."
        );
        add(
            bytes.Length > 0,
            "split_to_bytes",
            $"More than {MostBytes:P0} of the tokens of prompts in {bytes} are parts of characters.",
            "The tokenizer hardly knows these languages' scripts: prompts are long, and the model is perhaps weak there.",
            "Read low refusal there as inability first; look at the answers in the report."
        );
        add(
            unknown.Length > 0,
            "unknown_text",
            $"More than {MostUnknown:P0} of the tokens of prompts in {unknown} stand for unknown text.",
            "The model cannot read these prompts.",
            $"Leave these languages out with {KnownSettings.Languages}."
        );
    }

    private static void OfSample(InspectionSample sample, InspectionRequest request, Adding add)
    {
        int Sum(Func<SampledLanguage, IReadOnlyDictionary<string, int>> of, string outcome) =>
            sample.Languages.Sum(language => of(language)[outcome]);
        int refusedHarmful = Sum(language => language.HarmfulAnswers, Outcome.Refusal.Word()),
            refusedHarmless = Sum(language => language.HarmlessAnswers, Outcome.Refusal.Word());
        int degenerate =
            Sum(language => language.HarmfulAnswers, Outcome.Degenerate.Word())
            + Sum(language => language.HarmlessAnswers, Outcome.Degenerate.Word());
        int unjudged =
                Sum(language => language.HarmfulAnswers, Outcome.Unjudged.Word())
                + Sum(language => language.HarmlessAnswers, Outcome.Unjudged.Word()),
            judged = sample.Answers - degenerate - unjudged;
        string Languages(Func<SampledLanguage, bool> applies) =>
            string.Join(", ", sample.Languages.Where(applies).Select(language => language.Language));
        string degenerates = Languages(language =>
            language.HarmfulAnswers[Outcome.Degenerate.Word()] + language.HarmlessAnswers[Outcome.Degenerate.Word()]
            > MostDegenerate * (language.HarmfulAnswers.Values.Sum() + language.HarmlessAnswers.Values.Sum())
        );
        string without = Languages(language => language.Onset.Count == 0 && language.Language != request.Source);
        var source = sample.Languages.FirstOrDefault(language => language.Language == request.Source);
        add(
            judged > 0 && refusedHarmful == 0,
            "none_refused",
            $"None of the {sample.Languages.Sum(language => language.HarmfulAnswers.Values.Sum())} "
                + $"harmful prompts that were answered was refused.",
            "The model is not aligned, or the prompts do not reach it as they should: there may be no direction to find.",
            "Look at the answers below; check template and system turn; a base model does not refuse."
        );
        add(
            judged > 0 && refusedHarmful + refusedHarmless == judged,
            "all_refused",
            $"All {judged} judged answers refuse, to harmless prompts too.",
            "There is no difference of refusal to measure.",
            $"Check the template and {KnownSettings.SystemTurn}: a system turn may forbid everything."
        );
        add(
            source is not null && source.Onset.Count == 0,
            "no_onset",
            $"No token begins refusals in {request.Source}, the source language.",
            $"The audit finds no direction there ('{SelectionVerdict.NoOnset.Word()}') and measures baseline rates only.",
            $"Choose a {KnownSettings.Source} in which the model refuses, or try more prompts with {KnownSettings.Sample.At("32")}."
        );
        add(
            source is { Onset.Count: > 0, HarmfulKept: { } kept, HarmlessKept: { } keptHarmless }
                && (kept < FewestKept * source.Harmful || keptHarmless < FewestKept * source.Harmless),
            "few_survivors",
            $"Of the {source?.Harmful} harmful and {source?.Harmless} harmless prompts tried in {request.Source}, "
                + $"{source?.HarmfulKept} and {source?.HarmlessKept} pass the filter.",
            "The direction is made of the prompts that pass: with few of them it is noisy, and with fewer than 4 a class there is none.",
            $"Choose a {KnownSettings.Source} that the model refuses more firmly in, or a larger suite."
        );
        add(
            without.Length > 0,
            "onset_missing",
            $"Among {sample.Prompts} harmful prompts, no token begins refusals in {without}.",
            "The model perhaps does not refuse there, or in many words; refusal scores there count the source's tokens.",
            $"Try more with {KnownSettings.Sample.At("32")}; the audit measures it on all prompts."
        );
        add(
            degenerates.Length > 0,
            "degenerate",
            $"More than {MostDegenerate:P0} of the answers in {degenerates} are loops, in another language, or their prompt said back.",
            "A low refusal rate there is also an inability to answer.",
            "Read these languages' answers in the report before their rates; with quantised weights try a finer quantisation."
        );
        add(
            sample.Answers > 0 && unjudged > MostDegenerate * sample.Answers,
            "unjudged",
            $"{unjudged} of {sample.Answers} answers could not be judged.",
            "Rates have wide bounds.",
            $"Raise {KnownSettings.MaximumNewTokens} in the audit, or look at languages without a phrase list."
        );
        add(
            sample.Echoes > MostDegenerate * sample.Answers,
            "continues_prompt",
            $"{sample.Echoes} of {sample.Answers} answers repeat their prompt.",
            "It behaves as a base model: it continues text instead of answering.",
            "Use the chat version of the model with its own template."
        );
        add(
            sample.Thoughts > 0,
            "thinks_unasked",
            $"{sample.Thoughts} of {sample.Answers} answers begin with thinking.",
            "The model thinks by itself; refusal scores of the first token say little.",
            $"Give {KnownSettings.Thinking.At("off")} (closes the thinking part) or {KnownSettings.Thinking.At("on")} (judges after it)."
        );
    }
}
