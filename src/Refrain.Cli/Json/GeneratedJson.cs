namespace Refrain.Cli.Json;

/// <summary>What <c>refrain activations --json</c> prints.</summary>
/// <param name="Generated">[prompt] the answer's ids; empty without <c>--generate</c>.</param>
internal sealed record GeneratedJson(IReadOnlyList<int[]> Generated);

/// <summary>What <c>refrain explore --json</c> prints.</summary>
/// <param name="Address">The page's address.</param>
internal sealed record AddressJson(string Address);
