namespace Refrain.Measurement;

/// <summary>A measurement for each class of prompts and each condition.</summary>
public sealed record ByClass<T>
    where T : class
{
    /// <summary>Harmful prompts.</summary>
    public ByCondition<T> Harmful { get; init; } = new();

    /// <summary>Harmless prompts.</summary>
    public ByCondition<T> Harmless { get; init; } = new();

    /// <summary>Harmless prompts that sound alarming.</summary>
    public ByCondition<T> Borderline { get; init; } = new();
}

/// <summary>A measurement for each condition; null: not measured.</summary>
public sealed record ByCondition<T>
    where T : class
{
    /// <summary>The untouched model.</summary>
    public T? Baseline { get; init; }

    /// <summary>Under ablation of the source's direction.</summary>
    public T? Ablated { get; init; }

    /// <summary>With the source's direction added.</summary>
    public T? Induced { get; init; }
}

/// <summary>Refusal scores for the two classes that have them.</summary>
public sealed record RefusalScores
{
    /// <summary>Harmful prompts.</summary>
    public ByCondition<ScoreValues> Harmful { get; init; } = new();

    /// <summary>Harmless prompts.</summary>
    public ByCondition<ScoreValues> Harmless { get; init; } = new();
}

/// <summary>Refusal scores of one cell: ln P_R − ln(1 − P_R), with P_R the probability of the onset tokens (docs/method.md 5).</summary>
public sealed record ScoreValues
{
    /// <summary>Their mean; null where there is none.</summary>
    public double? Mean { get; init; }

    /// <summary>One per prompt, in the order of the class's ids.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];
}

/// <summary>Which prompts of each class were measured.</summary>
public sealed record PromptsByClass
{
    /// <summary>Harmful prompts.</summary>
    public PromptIds Harmful { get; init; } = new();

    /// <summary>Harmless prompts.</summary>
    public PromptIds Harmless { get; init; } = new();

    /// <summary>Harmless prompts that sound alarming.</summary>
    public PromptIds Borderline { get; init; } = new();
}

/// <summary>Prompts of one class in one language.</summary>
public sealed record PromptIds
{
    /// <summary>Measured ids.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>True: not the prompts of the other languages, so left out of comparisons between languages.</summary>
    public bool OtherPrompts { get; init; }

    /// <summary>Ids asked for that the suite lacks here.</summary>
    public IReadOnlyList<string> NotMeasured { get; init; } = [];
}

/// <summary>How many prompts passed the filter for the direction: harmful ones scoring above 0, harmless ones below.</summary>
public sealed record Survivors
{
    /// <summary>The train split.</summary>
    public required SurvivorsOfSplit Train { get; init; }

    /// <summary>The val split.</summary>
    public required SurvivorsOfSplit Val { get; init; }
}

/// <summary>Survivors of one split.</summary>
public sealed record SurvivorsOfSplit
{
    /// <summary>Harmful prompts kept, and looked at.</summary>
    public required KeptOf Harmful { get; init; }

    /// <summary>Harmless prompts kept, and looked at.</summary>
    public required KeptOf Harmless { get; init; }
}

/// <summary>A count and what it is out of.</summary>
public sealed record KeptOf(int Kept, int Of);
