namespace Refrain.Judging.Remote;

/// <summary>An endpoint's key: comes from an environment variable, goes into one header, and is shown nowhere.</summary>
public sealed class ApiKey
{
    private readonly string value;

    private ApiKey(string value, string variable) => (this.value, Variable) = (value, variable);

    /// <summary>The variable that it came from.</summary>
    public string Variable { get; }

    /// <summary>The key in an environment variable; null where it is not set.</summary>
    /// <exception cref="BadInputException">It holds what a header cannot.</exception>
    public static ApiKey? FromEnvironment(string variable) => Of(Environment.GetEnvironmentVariable(variable), variable);

    /// <summary>Hidden.</summary>
    public override string ToString() => $"the key in {Variable}";

    internal static ApiKey? Of(string? value, string variable)
    {
        string key = value?.Trim() ?? "";
        return key.Length == 0 ? null
            : key.All(c => c is > ' ' and < '\x7F') ? new ApiKey(key, variable)
            : throw new BadInputException(variable, "holds characters that a key cannot have", "printable ASCII without spaces");
    }

    internal System.Net.Http.Headers.AuthenticationHeaderValue Header => new("Bearer", value);

    /// <summary>A text of the endpoint without the key, should it send it back.</summary>
    internal string Hide(string text) => text.Replace(value, "[key]", StringComparison.Ordinal);
}
