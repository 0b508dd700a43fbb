using Refrain.Ground.Net;

namespace Refrain.Hub;

/// <summary>Where models come from and where they are kept; the variables and defaults are those of the Python client.</summary>
public sealed record HubSettings
{
    /// <summary>The Hub's address, without a slash at the end.</summary>
    public string Endpoint { get; init; } = "https://huggingface.co";

    /// <summary>The folder that holds <c>models--ORG--NAME</c>.</summary>
    public required string Cache { get; init; }

    /// <summary>The token that is sent to the endpoint alone, or null.</summary>
    public string? Token { get; init; }

    /// <summary>Where the token came from, for messages.</summary>
    public string TokenPlace { get; init; } = "HF_TOKEN";

    /// <summary>True: no requests; only what is in the cache.</summary>
    public bool Offline { get; init; }

    /// <summary>How long a transfer may stay without a byte.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to a question about a model or file may take.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True: files in place of symbolic links.</summary>
    public bool NoSymbolicLinks { get; init; }

    /// <summary>The mean pause before a request is repeated; each further one is twice as long, and random about that.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    // The Hub counts requests in windows of five minutes.
    internal RetryRule Retries => new(Tries: 5, RetryPause, LongestWait: TimeSpan.FromMinutes(6));

    /// <summary>Bytes free under a folder; null: not known. Tests give their own.</summary>
    internal Func<string, long?> FreeSpace { get; init; } = DiskSpace.Free;

    /// <summary>The settings of this process's environment.</summary>
    /// <exception cref="BadInputException">A variable has no meaning.</exception>
    public static HubSettings FromEnvironment() => HubVariables.Read(Environment.GetEnvironmentVariable);
}
