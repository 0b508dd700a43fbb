using System.Text;

namespace Refrain.Runs;

/// <summary>The default name of a run's folder: the model, and the key of what determines the run.</summary>
internal static class RunName
{
    private const int LongestModel = 60;

    /// <summary>
    /// For example <c>google-gemma-3-270m-it-3f2a90bc11de</c>; only ASCII letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.
    /// </summary>
    /// <param name="modelName">A Hub id, or the name of a folder or file; it may be hostile.</param>
    /// <param name="manifest">Gives the <see cref="RunManifest.Key"/>, which alone makes the name unique.</param>
    public static string For(string modelName, RunManifest manifest)
    {
        var name = new StringBuilder();
        foreach (char c in modelName)
        {
            bool kept = char.IsAsciiLetterOrDigit(c) || c is '.' or '_';
            // A dot never starts a name and never follows another, so that neither a hidden file nor ".." can come out.
            if (kept && !(c == '.' && (name.Length == 0 || name[^1] is '.' or '-')))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }

            if (name.Length == LongestModel)
            {
                break;
            }
        }

        string safe = name.ToString().TrimEnd('-', '.');
        return $"{(safe.Length == 0 ? "model" : safe)}-{manifest.Key}";
    }
}
