using System.Text.RegularExpressions;

namespace Refrain.Prompts;

/// <summary>
/// The language tags that suites may use: the shape of BCP 47 (<c>de</c>, <c>zh-Hant</c>, <c>pt-BR</c>), not its registry.
/// </summary>
internal static partial class LanguageTag
{
    /// <summary>Says what is accepted, for error messages.</summary>
    public const string Expected = "a language tag such as de, yo or zh-Hant";

    public static bool IsValid(string tag) => tag.Length <= 35 && Shape().IsMatch(tag);

    [GeneratedRegex(@"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
