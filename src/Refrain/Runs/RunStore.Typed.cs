using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Refrain.Runs;

internal sealed partial class RunStore
{
    /// <summary>Adds one finished item as JSON; see <see cref="Put(string, IReadOnlyList{ValueTuple{string, byte[]}})"/>.</summary>
    public void Put<T>(string stage, string key, T value, JsonTypeInfo<T> type) => Put(stage, [(key, value)], type);

    /// <summary>
    /// Adds finished items as JSON in one transaction; see <see cref="Put(string, IReadOnlyList{ValueTuple{string, byte[]}})"/>.
    /// </summary>
    public void Put<T>(string stage, IReadOnlyList<(string Key, T Value)> items, JsonTypeInfo<T> type) =>
        Put(stage, [.. items.Select(item => (item.Key, JsonSerializer.SerializeToUtf8Bytes(item.Value, type)))]);

    /// <summary>The value of a finished item that was put as JSON.</summary>
    /// <exception cref="BadInputException">The item is something else.</exception>
    public bool TryGet<T>(
        string stage,
        string key,
        JsonTypeInfo<T> type,
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value
    )
    {
        bool found = TryGet(stage, key, out var payload);
        value = found ? Parse(stage, key, payload.Span, type) : default;
        return found;
    }

    /// <summary>All finished items of a stage that were put as JSON, in the ordinal order of their keys.</summary>
    /// <exception cref="BadInputException">An item is something else.</exception>
    public IReadOnlyList<(string Key, T Value)> All<T>(string stage, JsonTypeInfo<T> type) =>
        [.. All(stage).Select(item => (item.Key, Parse(stage, item.Key, item.Payload, type)))];

    /// <summary>Adds one finished tensor of float32 or float64, bit for bit.</summary>
    /// <param name="stage">A stage's name, for example <c>directions</c>.</param>
    /// <param name="key">The tensor's key.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Its product is the number of values.</param>
    public void PutTensor<T>(string stage, string key, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged => Put(stage, [(key, TensorPayload.Encode(values, shape))]);

    /// <summary>A finished tensor, or null when it is not there.</summary>
    /// <exception cref="BadInputException">The item is something else, or of the other type.</exception>
    public StoredTensor<T>? GetTensor<T>(string stage, string key)
        where T : unmanaged => TryGet(stage, key, out var payload) ? TensorPayload.Decode<T>(payload.Span, $"{file}: {stage} {key}") : null;

    private T Parse<T>(string stage, string key, ReadOnlySpan<byte> payload, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type)!;
        }
        catch (JsonException error)
        {
            throw RunErrors.Damaged(file, $"item {key} of stage {stage} is not what it should be: {error.Message}", error);
        }
    }
}
