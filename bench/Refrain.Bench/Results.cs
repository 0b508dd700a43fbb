using System.Text.Json;

namespace Refrain.Bench;

/// <summary>Everything that was measured, kept in one file, so that sections measured apart make one page.</summary>
internal sealed record Results
{
    private const int CurrentSchemaVersion = 1;

    private static readonly JsonSerializerOptions Layout = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary><c>reading</c>, <c>generation</c> and <c>single</c>, as far as they were measured.</summary>
    public Dictionary<string, EngineResult> Engines { get; init; } = [];

    /// <summary>By variant: <c>needed</c>, <c>full</c>, <c>plain</c>.</summary>
    public Dictionary<string, SelectionTimesResult> Selection { get; init; } = [];

    /// <summary>Whole audits, by precision.</summary>
    public Dictionary<string, AuditTimesResult> Audit { get; init; } = [];

    /// <summary>By what grows: <c>prompts</c>, <c>languages</c>, <c>layers</c>.</summary>
    public Dictionary<string, GrowthResult> Growth { get; init; } = [];

    /// <summary>The pieces, each by itself.</summary>
    public PiecesResult? Pieces { get; set; }

    /// <summary>What an earlier command left, or nothing.</summary>
    public static Results Load(string file)
    {
        if (!File.Exists(file))
        {
            return new Results();
        }

        var results = JsonSerializer.Deserialize<Results>(File.ReadAllText(file), Layout);
        return results is { SchemaVersion: CurrentSchemaVersion }
            ? results
            : throw new InvalidDataException($"{file} is of another version: remove it");
    }

    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file + ".part", JsonSerializer.Serialize(this, Layout));
        File.Move(file + ".part", file, overwrite: true);
    }
}

/// <summary>One thing that several engines did, in interleaved rounds.</summary>
internal sealed record EngineResult
{
    public required string Machine { get; init; }

    public required string Model { get; init; }

    public int Rows { get; init; }

    /// <summary>Tokens of all prompts.</summary>
    public int PromptTokens { get; init; }

    /// <summary>New tokens per row; 0 where only prompts are read.</summary>
    public int NewTokens { get; init; }

    /// <summary>GFLOP/s of matrix products alone, per round.</summary>
    public double[] Ceilings { get; init; } = [];

    /// <summary>Floating-point operations of a token's matrix products, the head left out.</summary>
    public double OperationsPerToken { get; init; }

    public IReadOnlyList<EngineSpeed> Engines { get; init; } = [];
}

/// <summary>One engine's speed, per round.</summary>
internal sealed record EngineSpeed
{
    public required string Name { get; init; }

    /// <summary>The engine that computes in like precision, or null.</summary>
    public string? Against { get; init; }

    public double[] TokensPerSecond { get; init; } = [];

    /// <summary>Rows whose answer is that of <see cref="Against"/>; null where nothing was answered.</summary>
    public int? EqualAnswers { get; init; }
}

/// <summary>One way to select, per round.</summary>
internal sealed record SelectionTimesResult
{
    public required string Machine { get; init; }

    public required string Model { get; init; }

    public List<SelectionRound> Rounds { get; init; } = [];
}

/// <summary>Seconds of one selection.</summary>
/// <param name="Ceiling">GFLOP/s of matrix products alone: the mean of before and after.</param>
/// <param name="Prepared">Reading the prompts, filtering them, and their directions.</param>
/// <param name="Zero">All candidates of zero ablation, with their addition.</param>
/// <param name="Affine">All candidates of affine ablation; 0 where a zero ablation passed.</param>
/// <param name="Choice">Verdict and choice.</param>
internal sealed record SelectionRound(double Ceiling, double Prepared, double Zero, double Affine, string Choice);

/// <summary>A whole audit.</summary>
internal sealed record AuditTimesResult
{
    public required string Machine { get; init; }

    public required string Model { get; init; }

    public required string Suite { get; init; }

    public double Ceiling { get; init; }

    public required OnceResult Run { get; init; }
}

/// <summary>How an audit's time and memory grow with one size.</summary>
internal sealed record GrowthResult
{
    public required string Machine { get; init; }

    /// <summary>By size.</summary>
    public SortedDictionary<int, GrowthPoint> Points { get; init; } = [];
}

/// <summary>One size.</summary>
/// <param name="Responses">Answers that were judged.</param>
/// <param name="Tokens">Tokens of all prompts and answers, at most.</param>
/// <param name="Runs">One per round.</param>
internal sealed record GrowthPoint(int Responses, long Tokens, List<OnceResult> Runs);

/// <summary>One audit in a process of its own.</summary>
internal sealed record OnceResult
{
    public double Seconds { get; init; }

    /// <summary>Most bytes resident at once, mapped files included (VmHWM).</summary>
    public long PeakBytes { get; init; }

    /// <summary>Most bytes of the managed heap that was seen between two pieces of work, garbage included.</summary>
    public long ManagedBytes { get; init; }

    public Dictionary<string, double> Stages { get; init; } = [];
}

/// <summary>The pieces of one run of them.</summary>
internal sealed record PiecesResult(string Machine, IReadOnlyList<PieceTime> Times);

/// <summary>One piece.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Nanoseconds">Mean of a call.</param>
/// <param name="Deviation">Standard deviation.</param>
/// <param name="Bytes">Managed bytes that a call takes.</param>
internal sealed record PieceTime(string Name, double Nanoseconds, double Deviation, long? Bytes);
