using Refrain.Measurement;

namespace Refrain.Exploring;

/// <summary>A finished run to look at: its report and every response.</summary>
internal sealed class Exploration(AuditReport report, IReadOnlyList<ExploredResponse> responses)
{
    /// <summary>Responses on a page.</summary>
    public const int PageSize = 50;

    public AuditReport Report { get; } = report;

    public IReadOnlyList<ExploredResponse> Responses { get; } = responses;

    /// <summary>What a filter can be set to, in the order of the run.</summary>
    public IReadOnlyList<string> Values(Func<ExploredResponse, string> of) => [.. Responses.Select(of).Distinct()];

    /// <summary>A page of the responses that are asked for, in the order of the run.</summary>
    public FoundResponses Find(ResponseQuery query)
    {
        string? folded = query.Text is { } text ? ExploredResponse.Fold(text) : null;
        ExploredResponse[] found = [.. Responses.Where(response => query.Asks(response, folded))];
        return new FoundResponses(query, found.Length, [.. found.Skip((query.Page - 1) * PageSize).Take(PageSize)]);
    }
}

/// <summary>A page of found responses.</summary>
/// <param name="Query">What was asked.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Responses">Those of this page.</param>
internal sealed record FoundResponses(ResponseQuery Query, int Total, IReadOnlyList<ExploredResponse> Responses)
{
    /// <summary>At least 1.</summary>
    public int Pages => Math.Max(1, (Total + Exploration.PageSize - 1) / Exploration.PageSize);
}
