using System.Globalization;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>Everything that determines an audit's numbers.</summary>
internal static class AuditManifest
{
    public static RunManifest Of(AuditSubject subject)
    {
        using var span = Spans.Start("identify");
        var (checkpoint, format, plan, settings, compute) = (
            subject.Checkpoint,
            subject.Format,
            subject.Plan,
            subject.Settings,
            subject.Compute
        );
        string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
        var determines = new Dictionary<string, string>
        {
            ["refrain"] = ProductVersion.Text,
            ["model.weights"] = checkpoint.WeightsHash,
            ["model.tokenizer"] = format.TokenizerHash,
            ["model.template"] = format.TemplateHash,
            ["suite.hash"] = subject.Suite.Hash,
            ["settings.languages"] = string.Join(",", plan.Languages),
            ["settings.source"] = settings.Source,
            ["settings.sources"] = string.Join(",", plan.Sources),
            ["settings.controls"] = settings.Controls ? AuditSettings.All : "none",
            ["settings.test_ids"] = settings.TestIds ?? "",
            ["settings.convention"] = settings.Convention.Word(),
            ["settings.sweep"] = settings.FullSweep ? "full" : "needed",
            ["settings.precision"] = settings.Precision.Word(),
            ["settings.max_new_tokens"] = Number(settings.MaximumNewTokens),
            ["settings.train_prompts"] = Number(settings.TrainPrompts),
            ["settings.validation_prompts"] = Number(settings.ValidationPrompts),
            ["settings.seed"] = settings.Seed.ToString(CultureInfo.InvariantCulture),
            ["judge.version"] = NativeJudge.Instance.Version,
        };
        if (settings.Stress is { } stress)
        {
            determines["settings.stress"] = $"{stress.ProbabilityWords} of {Number(stress.Prompts)}";
        }

        if (plan.OverRefusal.Count > 0)
        {
            determines["settings.over_refusal"] = string.Join(",", plan.OverRefusal.Select(set => $"{set.Name}:{set.Hash}"));
        }

        foreach (
            (string name, double? limit) in (ReadOnlySpan<(string, double?)>)
                [
                    ("generated_kl", settings.AnswerLimits.GeneratedDivergence),
                    ("degenerate_share", settings.AnswerLimits.DegenerateShare),
                    ("over_refusal", settings.AnswerLimits.OverRefusal),
                ]
        )
        {
            if (limit is { } most)
            {
                determines[$"settings.max_{name}"] = most.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        if (settings.Judge is { } remote)
        {
            determines["judge.remote"] = remote.Identity().Version;
        }

        foreach ((string name, string value) in TemplateIdentity.Of(settings.Template, format))
        {
            determines[name] = value;
        }

        var information = new Dictionary<string, string>
        {
            ["started_at"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
            ["model.name"] = checkpoint.Name,
            ["suite.name"] = subject.Suite.Name,
            ["threads"] = Number(compute.Threads ?? Runtime.Threads),
            ["batch_tokens"] = Number(compute.BatchTokensOf(checkpoint.Config)),
        };
        if (checkpoint.Revision is { } revision)
        {
            information["model.revision"] = revision;
        }

        return new RunManifest(ProductVersion.Text, determines, information);
    }
}
