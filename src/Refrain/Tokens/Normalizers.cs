using System.Text;

namespace Refrain.Tokens;

/// <summary>The normalizers that a tokenizer.json can name: text in, text out.</summary>
internal static class Normalizers
{
    private const string Supported =
        "NFC, NFD, NFKC, NFKD, Lowercase, Strip, StripAccents, Replace, Prepend, BertNormalizer, Nmt, Precompiled, ByteLevel or Sequence";

    /// <exception cref="BadInputException">The normaliser is unknown, or malformed.</exception>
    public static Func<string, string> Read(JsonPart part)
    {
        if (part.IsNull)
        {
            return text => text;
        }

        switch (part.Type)
        {
            case "NFC":
                return text => UnicodeNormalization.Normalize(text, compatible: false, compose: true);
            case "NFD":
                return text => UnicodeNormalization.Normalize(text, compatible: false, compose: false);
            case "NFKC":
                return text => UnicodeNormalization.Normalize(text, compatible: true, compose: true);
            case "NFKD":
                return text => UnicodeNormalization.Normalize(text, compatible: true, compose: false);
            case "Lowercase":
                return Lowercase;
            case "StripAccents":
                return text => Patterns.Characters(LibraryCharacters.IsCombiningMark).Replace(text, "");
            case "BertNormalizer":
                return BertText.Read(part);
            case "Nmt":
                return NeuralTranslationText.Normalize;
            case "Precompiled":
                return PrecompiledCharacters.Read(part);
            case "ByteLevel":
                return ByteAlphabet.Write;
            case "Replace":
                Pattern pattern = Patterns.Read(part.Part("pattern"));
                string content = part.Text("content");
                return text => pattern.Replace(text, content, part.Place);
            case "Prepend":
                string prefix = part.Text("prepend");
                return text =>
                {
                    EncodingBudget.For(text.Length).CheckLength((long)text.Length + prefix.Length, part.Place);
                    return text.Length == 0 ? text : prefix + text;
                };
            case "Strip":
                bool left = part.Flag("strip_left", true),
                    right = part.Flag("strip_right", true);
                return text =>
                    left
                        ? right
                            ? text.Trim()
                            : text.TrimStart()
                        : right
                            ? text.TrimEnd()
                            : text;
            case "Sequence":
                Func<string, string>[] steps = [.. part.Steps("normalizers").Select(Read)];
                return text => steps.Aggregate(text, (current, step) => step(current));
            case var unknown:
                throw new BadInputException(part.Place, $"is a {BadInputException.Show(unknown)} normalizer", Supported);
        }
    }

    /// <summary>Full lower-casing of each code point by itself: only İ becomes two, and a final sigma is like any other.</summary>
    public static string Lowercase(string text)
    {
        var lower = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes())
        {
            lower.Append(
                rune.Value == 'İ'
                    ? "i\u0307"
                    : units[..new Rune(LibraryCharacters.Lower(Rune.ToLowerInvariant(rune).Value)).EncodeToUtf16(units)]
            );
        }

        return lower.ToString();
    }
}
