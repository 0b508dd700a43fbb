using System.Text;

namespace Refrain.Tokens;

/// <summary>
/// The normalizer Nmt: what sentencepiece's rules for neural machine translation do to control characters and odd spaces.
/// </summary>
internal static class NeuralTranslationText
{
    public static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (!IsDropped(character))
            {
                normal.Append(IsSpace(character) ? ' ' : character);
            }
        }

        return normal.ToString();
    }

    private static bool IsDropped(char character) =>
        character is (>= '\u0001' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F') or '\u007F' or '\u008F' or '\u009F';

    private static bool IsSpace(char character) =>
        character
            is '\t'
                or '\n'
                or '\f'
                or '\r'
                or '\u1680'
                or (>= '\u200B' and <= '\u200F')
                or '\u2028'
                or '\u2029'
                or '\u2581'
                or '\uFEFF'
                or '\uFFFD';
}
