using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Ground;

/// <summary>
/// An enumeration's values as words, each the value's <see cref="WordAttribute"/>, and back: the one converter of the enumeration, in JSON
/// and outside of it.
/// </summary>
internal sealed class Words<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly (T Value, string Word)[] Pairs =
    [
        .. from field in typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
        let word = field.GetCustomAttribute<WordAttribute>()
        where word is not null
        select ((T)field.GetRawConstantValue()!, word.Word),
    ];

    private static readonly Dictionary<T, string> ByValue = Pairs.ToDictionary(pair => pair.Value, pair => pair.Word);
    private static readonly Dictionary<string, T> ByWord = Pairs.ToDictionary(
        pair => pair.Word,
        pair => pair.Value,
        StringComparer.Ordinal
    );

    /// <summary>Every word, in the order of the values.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Pairs.Select(pair => pair.Word)];

    /// <summary>All of them for a sentence: <c>harmful, harmless or borderline</c>.</summary>
    public static string List { get; } = All.Count < 2 ? string.Concat(All) : $"{string.Join(", ", All.SkipLast(1))} or {All[^1]}";

    /// <summary>The word of a value.</summary>
    public static string Of(T value) =>
        ByValue.TryGetValue(value, out string? word)
            ? word
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"no word is known of this {typeof(T).Name}");

    /// <summary>The value that a word stands for; null where it stands for none.</summary>
    public static T? Find(string? word) => word is not null && ByWord.TryGetValue(word, out var value) ? value : null;

    /// <summary>The value that a word of a file stands for.</summary>
    /// <param name="place">Where the word stands.</param>
    /// <param name="name">What it is called there.</param>
    /// <param name="word">The word.</param>
    /// <exception cref="BadInputException">It stands for none.</exception>
    public static T Read(string place, string name, string word) =>
        Find(word) ?? throw new BadInputException(place, $"{name} is {BadInputException.Show(word)}", List);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? word = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Find(word) ?? throw new UnknownWordException(List);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Of(value));
}

/// <summary>Values of enumerations as the words that files, the command line and reports have for them.</summary>
public static class Words
{
    /// <summary>The value's word, for example <c>action gap</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has none.</exception>
    public static string Word<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(this T value)
        where T : struct, Enum => Words<T>.Of(value);
}

/// <summary>A word is none of those that are expected.</summary>
/// <param name="expected">Every word, for a sentence.</param>
internal sealed class UnknownWordException(string expected) : JsonException($"is none of {expected}")
{
    public string Expected { get; } = expected;
}
