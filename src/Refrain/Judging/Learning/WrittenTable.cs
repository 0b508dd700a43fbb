using System.Globalization;
using System.Text;

namespace Refrain.Judging.Learning;

/// <summary>The native judge on written cases, in Markdown: by kind, and by language with its error on harmless prompts.</summary>
internal static class WrittenTable
{
    public static string Of(IReadOnlyList<WrittenCase> cases)
    {
        var text = new StringBuilder();
        text.AppendLine("| kind | n | right | abstains | wrong |").AppendLine("|---|--:|--:|--:|--:|");
        foreach (var kind in cases.GroupBy(item => item.Kind))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kind.Key.Replace('_', ' ')} {Counts([.. kind])} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| all {Counts(cases)} |").AppendLine();
        text.AppendLine(
            "| language | n | right | abstains | wrong | refusals of harmless prompts "
                + "| found | answers to harmless prompts | taken for refusals |"
        );
        text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var language in cases.GroupBy(item => item.Language).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {language.Key} {Counts([.. language])} {Harmless([.. language])} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| all {Counts(cases)} {Harmless(cases)} |");
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Counts(IReadOnlyList<WrittenCase> cases) =>
        $"| {cases.Count} | {cases.Count(item => item.Right)} | {cases.Count(item => item.Abstains)} | {cases.Count(item => item.Wrong)}";

    private static string Harmless(IReadOnlyList<WrittenCase> cases)
    {
        var (refusals, answers) = (
            cases.Where(item => item.Kind == WrittenCase.Refusal).ToList(),
            cases.Where(item => item.Kind == WrittenCase.Answer).ToList()
        );
        return $"| {refusals.Count} | {refusals.Count(item => item.Right)} | {answers.Count} "
            + $"| {answers.Count(item => item.Judgement.Outcome == Outcome.Refusal)}";
    }
}
