using System.Globalization;
using Refrain.Audits;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Cli.Commands;

/// <summary>The command line that repeats an audit: only what differs from the defaults, and nothing of where the run is kept.</summary>
internal static class AuditCommandLine
{
    public static string Of(AuditRequest request)
    {
        var settings = request.Settings;
        var defaults = new AuditSettings();
        var words = new List<string> { "refrain", "audit" };
        void Add(bool given, params string[] more)
        {
            if (given)
            {
                words.AddRange(more);
            }
        }

        Add(request.Model is not null, Quote(request.Model ?? ""));
        Add(request.Suite is not null, "--suite", Quote(request.Suite ?? ""));
        Add(settings.Languages is not null, "--languages", string.Join(",", settings.Languages ?? []));
        Add(settings.Source != defaults.Source, "--source", settings.Source);
        Add(settings.Sources is not null, "--sources", string.Join(",", settings.Sources ?? []));
        Add(!settings.Controls, "--controls", "none");
        words.AddRange(StressOptions.Words(settings.Stress));
        Add(settings.TestIds is not null, "--test-ids", Quote(settings.TestIds ?? ""));
        foreach (string file in settings.OverRefusal)
        {
            Add(true, "--over-refusal", Quote(file));
        }

        Add(settings.Convention == HookSites.Module, "--convention", HookSites.Module.Word());
        Add(settings.FullSweep, "--full-sweep");
        words.AddRange(AnswerLimitOptions.Words(settings.AnswerLimits));
        Add(settings.Precision == Precision.Fast, "--precision", Precision.Fast.Word());
        Add(
            settings.MaximumNewTokens != defaults.MaximumNewTokens,
            "--max-new-tokens",
            settings.MaximumNewTokens.ToString(CultureInfo.InvariantCulture)
        );
        Add(settings.Seed != defaults.Seed, "--seed", settings.Seed.ToString(CultureInfo.InvariantCulture));
        words.AddRange(JudgeOptions.Words(settings.Judge, Quote));
        words.AddRange(TemplateOptions.Words(settings.Template, Quote));
        return string.Join(" ", words);
    }

    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,=+@".Contains(c))
            ? word
            : "'" + word.Replace("'", "'\\''") + "'";
}
