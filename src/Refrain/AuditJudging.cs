using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Reports.Building;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain;

/// <summary>Judges an audit's answers: the product's own judge always, and where one was asked for, a model, whose verdicts then count.</summary>
internal static class AuditJudging
{
    public static IReadOnlyList<JudgedResponse> Run(AuditRequest request, AuditPlan plan, IReadOnlyList<Response> responses, RunStore store, CancellationToken cancel)
    {
        JudgedResponse[] native = [.. responses.Select(response => JudgedResponse.Of(response) with { Prompt = plan.PromptText(response.Language, response.Class, response.PromptId) })];
        if (request.Settings.Judge is not { } settings)
        {
            return native;
        }

        // In the run, so that its folder alone continues it; in the cache, so that no other run asks the same again.
        using var judge = new RemoteJudge(settings, AnswerFolder.Of(store).Before(AnswerFolder.Of(settings.Cache ?? request.Settings.Cache ?? CacheFolder.Default)));
        int[] asked = [.. native.Index().Where(item => item.Item.Response is { Overflowed: false, ThinkingUnended: false }).Select(item => item.Index)];
        JudgeInput[] inputs = [.. asked.Select(i => native[i].Input)];
        request.Note?.Invoke($"{judge.Name} judges {inputs.Length} answers");
        var judgements = Judgements.Of(judge, inputs, settings.Concurrency, cancel: cancel);
        request.Note?.Invoke($"{judge.Name}: {judge.Requests} requests, {judgements.Count(judgement => judgement.Outcome == Outcome.Unjudged)} answers unjudged");
        JudgedResponse[] judged = [.. native.Select(item => item with { Native = item.Judgement })];
        foreach (var (place, i) in asked.Index())
        {
            judged[i] = judged[i] with { Judgement = judgements[place], Waits = judge.Waits(inputs[place]) };
        }

        return judged;
    }
}
