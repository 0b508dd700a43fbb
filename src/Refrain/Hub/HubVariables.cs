using System.Globalization;
using System.Text.RegularExpressions;

namespace Refrain.Hub;

/// <summary>Reads <see cref="HubSettings"/> from the variables that the Python client knows.</summary>
internal static partial class HubVariables
{
    /// <param name="variable">The value of a variable, or null.</param>
    public static HubSettings Read(Func<string, string?> variable)
    {
        string? Of(string name) => variable(name) is { Length: > 0 } value ? value : null;
        bool IsTrue(string name) => Of(name)?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
        string Folder(string path) => Path.GetFullPath(Expand(path, Of));

        string home = Folder(Of("HF_HOME") ?? Path.Combine(Of("XDG_CACHE_HOME") ?? Path.Combine("~", ".cache"), "huggingface"));
        string tokenFile = Of("HF_TOKEN_PATH") is { } given ? Folder(given) : Path.Combine(home, "token");
        (string? token, string place) = IsTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") ? (null, "HF_TOKEN") : Token(Of, tokenFile);
        return new HubSettings
        {
            Endpoint = Endpoint(Of("HF_ENDPOINT")),
            Cache = (Of("HF_HUB_CACHE") ?? Of("HUGGINGFACE_HUB_CACHE")) is { } cache ? Folder(cache) : Path.Combine(home, "hub"),
            Token = token,
            TokenPlace = place,
            Offline = Of("HF_HUB_OFFLINE") is null ? IsTrue("TRANSFORMERS_OFFLINE") : IsTrue("HF_HUB_OFFLINE"),
            DownloadTimeout = Seconds("HF_HUB_DOWNLOAD_TIMEOUT", Of),
            QuestionTimeout = Seconds("HF_HUB_ETAG_TIMEOUT", Of),
            NoSymbolicLinks = IsTrue("HF_HUB_DISABLE_SYMLINKS"),
        };
    }

    private static string Endpoint(string? text)
    {
        string address = (text ?? "https://huggingface.co").TrimEnd('/');
        return
            Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && uri.Scheme is "http" or "https"
            && uri.Query.Length + uri.Fragment.Length + uri.UserInfo.Length == 0
            ? address
            : throw new BadInputException("HF_ENDPOINT", $"is {BadInputException.Show(text)}", "an address such as https://huggingface.co");
    }

    private static TimeSpan Seconds(string name, Func<string, string?> of)
    {
        const int Default = 10,
            Longest = 86400;
        int seconds =
            of(name) is not { } text ? Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= Longest ? number
            : throw new BadInputException(name, $"is {BadInputException.Show(text)}", $"whole seconds, at most {Longest}");
        return TimeSpan.FromSeconds(seconds == 0 ? Default : seconds);
    }

    private static (string? Token, string Place) Token(Func<string, string?> of, string file)
    {
        foreach (string name in (string[])["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"])
        {
            if (Clean(of(name), name) is { } token)
            {
                return (token, name);
            }
        }

        try
        {
            return (File.Exists(file) ? Clean(File.ReadAllText(file), file) : null, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                file,
                $"cannot be read ({BadInputException.Show(error.Message)})",
                "a file with a token",
                "Remove it, or set HF_HUB_DISABLE_IMPLICIT_TOKEN=1.",
                error
            );
        }
    }

    private static string? Clean(string? text, string place)
    {
        string token = (text ?? "").Replace("\r", "").Replace("\n", "").Trim();
        return token.Length == 0 ? null
            : token.All(c => c is > ' ' and < '\x7F') ? token
            // The token itself is never shown.
            : throw new BadInputException(place, "holds characters that no token has", "a token as the Hub shows it");
    }

    /// <summary>Replaces <c>~</c> at the start, <c>$NAME</c> and <c>${NAME}</c>; unknown names stay as they are.</summary>
    private static string Expand(string path, Func<string, string?> of)
    {
        string home = of("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string whole =
            path == "~" ? home
            : path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal)
                ? Path.Combine(home, path[2..])
            : path;
        return Variable().Replace(whole, match => of(match.Groups["name"].Value) ?? match.Value);
    }

    [GeneratedRegex(@"\$(\{(?<name>[^}]+)\}|(?<name>\w+))", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
