using Refrain.Hub;
using Refrain.Runs.Progress;

namespace Refrain.LanguageModels;

/// <summary>A download's steps as progress of stages, whose items are bytes.</summary>
internal static class DownloadProgress
{
    // A step per read would draw thousands of times a second.
    private const long Step = 1 << 20;

    public static Action<HubStep> To(IProgress<ProgressEvent>? sink)
    {
        if (sink is null)
        {
            return _ => { };
        }

        var gate = new Lock();
        var meter = new ProgressMeter([], update => sink.Report(update with { Bytes = true }));
        string? stage = null;
        long fetched = 0,
            left = 0;
        return step =>
        {
            lock (gate)
            {
                if (step.Stage != stage)
                {
                    (stage, fetched, left) = (step.Stage, 0, step.Total);
                    meter.Begin(stage, step.Total, step.Total);
                }

                left -= step.Bytes;
                if (!step.Fetched)
                {
                    meter.Resume(step.Bytes, step.Bytes);
                }
                else if ((fetched += step.Bytes) >= Step || left <= 0)
                {
                    meter.Advance(fetched, fetched);
                    fetched = 0;
                }
            }
        };
    }
}
