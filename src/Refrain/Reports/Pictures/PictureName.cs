using System.Text.Json.Serialization;

namespace Refrain.Reports.Pictures;

/// <summary>A row, a column, a language: its code where there is little room, and its name.</summary>
internal sealed record PictureName(string Short, string Long)
{
    public static PictureName Of(string language) => new(VisibleText.Of(language), VisibleText.Of(LanguageNames.English(language)));

    public static PictureName OfNumber(int number) => new(Figures.Number(number, "0"), Figures.Number(number, "0"));
}
