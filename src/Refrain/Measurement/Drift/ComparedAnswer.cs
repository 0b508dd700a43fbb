using Refrain.Judging;

namespace Refrain.Measurement;

/// <summary>One answer of a run: of the untouched model, or under the run's own intervention.</summary>
/// <param name="Language">The prompt's language.</param>
/// <param name="Class">The prompt's class.</param>
/// <param name="Id">The prompt's id.</param>
/// <param name="Condition"><c>baseline</c>, <c>ablated</c> or <c>induced</c>.</param>
/// <param name="Outcome">What it was judged.</param>
/// <param name="Ended">False when it was cut.</param>
/// <param name="Score">Its refusal score, or null.</param>
internal sealed record ComparedAnswer(
    string Language,
    string Class,
    string Id,
    string Condition,
    Outcome Outcome,
    bool Ended,
    double? Score
);

/// <summary>A class of prompts under a condition.</summary>
internal readonly record struct ComparedCell(string Class, string Condition)
{
    /// <summary>Those that audits measure, in the order of reports.</summary>
    public static IReadOnlyList<ComparedCell> All { get; } =
    [
        new("harmful", "baseline"),
        new("harmless", "baseline"),
        new("borderline", "baseline"),
        new("harmful", "ablated"),
        new("borderline", "ablated"),
        new("harmless", "induced"),
    ];
}

/// <summary>The same prompts' answers in two runs.</summary>
internal sealed class PairedAnswers
{
    private readonly ILookup<(string Language, ComparedCell Cell), ComparedAnswer> first,
        second;

    public PairedAnswers(IEnumerable<ComparedAnswer> a, IEnumerable<ComparedAnswer> b)
    {
        static (string, ComparedCell) Key(ComparedAnswer answer) => (answer.Language, new(answer.Class, answer.Condition));
        (first, second) = (a.ToLookup(Key), b.ToLookup(Key));
    }

    /// <summary>The answers to the prompts that both runs have.</summary>
    public IReadOnlyList<(ComparedAnswer A, ComparedAnswer B)> Of(string language, ComparedCell cell) =>
        [
            .. first[(language, cell)]
                .Join(second[(language, cell)], one => one.Id, other => other.Id, (one, other) => (one, other), StringComparer.Ordinal),
        ];

    /// <summary>How many prompts only one of them has.</summary>
    public int Others(string language, ComparedCell cell) =>
        first[(language, cell)].Count() + second[(language, cell)].Count() - (2 * Of(language, cell).Count);
}
