using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>
/// Judges an audit's answers: the product's own judge always, and where one was asked for, a model, whose verdicts then count.
/// </summary>
internal static class AuditJudging
{
    /// <returns>Judgements and figures in the questions' order; the texts stay in the run.</returns>
    public static async Task<IReadOnlyList<JudgedResponse>> RunAsync(AuditSession session, IReadOnlyList<Question> questions)
    {
        var responses = new KeptResponses(session.Store);
        JudgedResponse[] native =
        [
            .. questions.Select(question => JudgedResponse.Of(responses.Of(question), question.Text).WithoutTexts()),
        ];
        if (session.Settings.Judge is not { } settings)
        {
            return native;
        }

        // In the run, so that its folder alone continues it; in the cache, so that no other run asks the same again.
        using var judge = new RemoteJudge(
            settings,
            AnswerFolder.Of(session.Store).Before(AnswerFolder.Of(settings.Cache ?? session.Subject.Cache))
        );
        int[] asked =
        [
            .. native.Index().Where(item => item.Item.Response is { Overflowed: false, ThinkingUnended: false }).Select(item => item.Index),
        ];
        JudgeInput Input(int place) => JudgedResponse.InputOf(responses.Of(questions[asked[place]]), questions[asked[place]].Text);
        session.Logger.Note($"{judge.Name} judges {asked.Length} answers");
        var judgements = await OfAsync(judge, asked.Length, Input, settings.Concurrency, session.Cancel).ConfigureAwait(false);
        session.Logger.Note(
            $"{judge.Name}: {judge.Requests} requests, "
                + $"{judgements.Count(judgement => judgement.Outcome == Outcome.Unjudged)} answers unjudged"
        );
        JudgedResponse[] judged = [.. native.Select(item => item with { Native = item.Judgement })];
        foreach (var (place, i) in asked.Index())
        {
            judged[i] = judged[i] with { Judgement = judgements[place], Waits = judge.Waits(Input(place)) };
        }

        return judged;
    }

    /// <summary>The judgements of a model elsewhere, in the inputs' order; no thread waits for it.</summary>
    private static async Task<IReadOnlyList<Judgement>> OfAsync(
        RemoteJudge judge,
        int inputs,
        Func<int, JudgeInput> input,
        int concurrency,
        CancellationToken cancel
    )
    {
        var judged = new Judgement[inputs];
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, inputs),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancel },
                async (i, _) => judged[i] = await judge.JudgeAsync(input(i), cancel).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return judged;
    }
}
