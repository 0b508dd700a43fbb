namespace Refrain.Reports;

/// <summary>English names of languages, and which are written from the right.</summary>
internal static class LanguageNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["af"] = "Afrikaans",
        ["am"] = "Amharic",
        ["ar"] = "Arabic",
        ["bg"] = "Bulgarian",
        ["bn"] = "Bengali",
        ["ca"] = "Catalan",
        ["cs"] = "Czech",
        ["da"] = "Danish",
        ["de"] = "German",
        ["el"] = "Greek",
        ["en"] = "English",
        ["es"] = "Spanish",
        ["et"] = "Estonian",
        ["fa"] = "Persian",
        ["fi"] = "Finnish",
        ["fr"] = "French",
        ["gu"] = "Gujarati",
        ["ha"] = "Hausa",
        ["he"] = "Hebrew",
        ["hi"] = "Hindi",
        ["hr"] = "Croatian",
        ["hu"] = "Hungarian",
        ["id"] = "Indonesian",
        ["ig"] = "Igbo",
        ["it"] = "Italian",
        ["ja"] = "Japanese",
        ["kn"] = "Kannada",
        ["ko"] = "Korean",
        ["lt"] = "Lithuanian",
        ["lv"] = "Latvian",
        ["ml"] = "Malayalam",
        ["mr"] = "Marathi",
        ["ms"] = "Malay",
        ["my"] = "Burmese",
        ["ne"] = "Nepali",
        ["nl"] = "Dutch",
        ["no"] = "Norwegian",
        ["pa"] = "Punjabi",
        ["pl"] = "Polish",
        ["pt"] = "Portuguese",
        ["ro"] = "Romanian",
        ["ru"] = "Russian",
        ["si"] = "Sinhala",
        ["sk"] = "Slovak",
        ["sl"] = "Slovenian",
        ["sr"] = "Serbian",
        ["sv"] = "Swedish",
        ["sw"] = "Swahili",
        ["ta"] = "Tamil",
        ["te"] = "Telugu",
        ["th"] = "Thai",
        ["tl"] = "Tagalog",
        ["tr"] = "Turkish",
        ["uk"] = "Ukrainian",
        ["ur"] = "Urdu",
        ["vi"] = "Vietnamese",
        ["yo"] = "Yoruba",
        ["zh"] = "Chinese",
        ["zu"] = "Zulu",
    };

    /// <summary>The English name; the code itself where it is not known.</summary>
    public static string English(string code) => Names.GetValueOrDefault(code.Split('-', '_')[0], code);

    /// <summary><c>German (de)</c>.</summary>
    public static string WithCode(string code) => English(code) == code ? code : $"{English(code)} ({code})";

    /// <summary><c>English, French and Thai</c>.</summary>
    public static string List(IEnumerable<string> codes)
    {
        string[] names = [.. codes.Select(English)];
        return names.Length < 2 ? string.Concat(names) : string.Join(", ", names[..^1]) + " and " + names[^1];
    }

    /// <summary>An HTML <c>dir</c>: right to left for the scripts that are.</summary>
    public static string Direction(string code) =>
        code.Split('-', '_')[0] is "ar" or "fa" or "he" or "ur" or "yi" or "ps" or "sd" or "ug" ? "rtl" : "ltr";
}
