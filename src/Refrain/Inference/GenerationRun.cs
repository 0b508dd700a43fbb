using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>
/// Greedy decoding of a list of prompts by continuous batching: rows that have ended leave, and the next prompts are read into their
/// places.
/// </summary>
/// <remarks>
/// Who is beside whom depends on where each answer ends. A row whose answer is known therefore stays as long as it did, though nobody
/// needs what is computed of it: a row's numbers are those of its batch's shape, not of its neighbours' content. Steps of such rows alone
/// are left out.
/// </remarks>
internal sealed class GenerationRun : IDisposable
{
    private readonly Model model;
    private readonly GenerationRequest request;
    private readonly Action<int, Generated> finished;
    private readonly GenerationBatch batch;
    private readonly KeyValueCache cache;
    private readonly IReadOnlyDictionary<int, AnswerLength>? known;
    private readonly IReadOnlyCollection<int> endTokens;
    private readonly int places;
    private readonly List<Slot> slots = []; // slot i has the cache's row i
    private int next; // the first prompt that has not been read

    /// <param name="model">The model.</param>
    /// <param name="request">What to answer.</param>
    /// <param name="finished">Gets the answer of each row that is not known when it has ended.</param>
    public GenerationRun(Model model, GenerationRequest request, Action<int, Generated> finished)
    {
        (this.model, this.request, this.finished) = (model, request, finished);
        var config = model.Config;
        var hooks = new ForwardRequest { Rows = request.Rows, Interventions = request.Interventions }.Hooks;
        int split = hooks == HookSites.None ? 0 : request.Interventions!.Min(intervention => intervention?.FirstLayer ?? int.MaxValue);
        int capacity = request.Rows.Max(row => row.Length) + request.MaximumNewTokens;
        model.CheckLength(capacity);
        batch = new GenerationBatch(model, hooks, split, hooks == HookSites.None ? null : new HookFeed(config, request.Interventions!));
        endTokens = request.EndTokens ?? config.EndTokens;
        places = Math.Clamp(request.RowsAtOnce ?? int.MaxValue, 1, request.Rows.Count);
        cache = new KeyValueCache(config.Layers, places, config.KeyValueHeads, capacity, config.HeadDimension);

        // Which experts a token goes to, and so the shapes of their products, depends on the content of every row: all are computed again.
        known = config.Experts is null && request.Known is { Count: > 0 } lengths ? lengths : null;
        if (known is not null)
        {
            cache.Clear(); // Known rows are not read into it, and any bits might be slow or no numbers.
        }
    }

    /// <summary>Reads and decodes until every row has ended.</summary>
    public void ToEnd(CancellationToken cancel)
    {
        while (Step(cancel)) { }
    }

    /// <summary>Reads some prompts, or decodes one more token of each row; false once every row has ended.</summary>
    public bool Step(CancellationToken cancel)
    {
        if (next >= request.Rows.Count && slots.Count == 0)
        {
            return false;
        }

        cancel.ThrowIfCancellationRequested();
        if (MakesRoom())
        {
            Read(cancel);
        }
        else
        {
            Decode(cancel);
        }

        return true;
    }

    public void Dispose() => cache.Dispose();

    /// <summary>Prompts are read when an eighth of the places is free: fewer would be read at less than full speed.</summary>
    private bool MakesRoom() =>
        next < request.Rows.Count && places - slots.Count >= Math.Min(request.Rows.Count - next, Math.Max(1, places / 8));

    private void Read(CancellationToken cancel)
    {
        int first = slots.Count,
            tokens = 0;
        while (
            next < request.Rows.Count && slots.Count < places && (tokens == 0 || tokens + request.Rows[next].Length <= request.TokensAtOnce)
        )
        {
            tokens += request.Rows[next].Length;
            slots.Add(new Slot(next, known?.TryGetValue(next, out var length) == true ? length : null));
            next++;
        }

        var read = slots[first..];
        if (read.All(slot => slot.Known is not null))
        {
            Settle(first, new int[read.Count], cancel);
            return;
        }

        int[][] ids = [.. read.Select(slot => request.Rows[slot.Row])];
        Intervention?[]? interventions = request.Interventions is { } all ? [.. read.Select(slot => all[slot.Row])] : null;
        int[] rows = [.. read.Select(slot => slot.Row)];
        PromptObserver? seen = request.Observe is { } observe ? (i, logits, stream) => observe(rows[i], logits, stream) : null;
        Settle(first, batch.Read(cache, first, ids, interventions, rows, seen, request.ObserveLayer, request.ObservePosition), cancel);
    }

    private void Decode(CancellationToken cancel)
    {
        if (slots.All(slot => slot.Known is not null))
        {
            Settle(0, new int[slots.Count], cancel);
            return;
        }

        int[][] ids = [.. slots.Select(slot => new[] { slot.Answer[^1] })];
        Settle(0, batch.Step(cache, new Packing(ids, [.. slots.Select(slot => slot.Past)]), [.. slots.Select(slot => slot.Row)]), cancel);
    }

    /// <summary>Takes the next tokens of the slots from <paramref name="first"/> on, and has those leave that have ended.</summary>
    private void Settle(int first, int[] chosen, CancellationToken cancel)
    {
        for (int i = chosen.Length - 1; i >= 0; i--)
        {
            var slot = slots[first + i];
            slot.Past = slot.Past == 0 ? request.Rows[slot.Row].Length : slot.Past + 1;
            bool ends = slot.Known is { } length
                ? length.Ended && slot.Answer.Count == length.Tokens
                : !request.IgnoreEnd && endTokens.Contains(chosen[i]);
            if (ends)
            {
                Leave(first + i, ended: true);
                continue;
            }

            slot.Answer.Add(slot.Known is null ? chosen[i] : 0);
            if (slot.Known is null)
            {
                request.Chose?.Invoke(slot.Row, chosen[i]);
            }

            if (slot.Answer.Count == request.MaximumNewTokens)
            {
                Leave(first + i, ended: false);
            }
            else if (Outgrown(model.Config, slot.Past))
            {
                if (slot.Known is null)
                {
                    Again(slot, cancel);
                }

                Leave(first + i, slot.Ended);
            }
        }
    }

    private void Leave(int place, bool ended)
    {
        var slot = slots[place];
        cache.Move(slots.Count - 1, place, slots[^1].Past);
        slots[place] = slots[^1];
        slots.RemoveAt(slots.Count - 1);
        if (request.Known?.ContainsKey(slot.Row) != true)
        {
            finished(slot.Row, new Generated([.. slot.Answer], ended));
        }
    }

    /// <summary>True where the next token changes the frequencies that the cached keys were turned by.</summary>
    private static bool Outgrown(ModelConfig config, int past) =>
        config.Rope.Outgrown(past, past + 1) || config.SlidingRope?.Outgrown(past, past + 1) == true;

    /// <summary>Goes on with one row from its first token, so that all its keys have the frequencies of its present length.</summary>
    private void Again(Slot slot, CancellationToken cancel)
    {
        var rest = Generation.Greedy(
            model,
            request with
            {
                Rows =
                [
                    [.. request.Rows[slot.Row], .. slot.Answer],
                ],
                Interventions = request.Interventions is { } interventions ? [interventions[slot.Row]] : null,
                MaximumNewTokens = request.MaximumNewTokens - slot.Answer.Count,
                Known = null,
                Observe = null,
                Chose = request.Chose is { } chose ? (_, token) => chose(slot.Row, token) : null,
            },
            cancel
        )[0];
        slot.Answer.AddRange(rest.Ids);
        slot.Ended = rest.Ended;
    }

    private sealed class Slot(int row, AnswerLength? known)
    {
        public int Row => row;

        /// <summary>How long its answer is where that is known; its content then is not.</summary>
        public AnswerLength? Known => known;

        /// <summary>Tokens in the cache.</summary>
        public int Past { get; set; }

        public List<int> Answer { get; } = [];

        /// <summary>How a row ended that was gone on with apart.</summary>
        public bool Ended { get; set; }
    }
}
