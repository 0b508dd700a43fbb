using System.Globalization;

namespace Refrain.Tokens;

/// <summary>Categories of code points where the tokenizers library keeps to an older Unicode.</summary>
internal static class LibraryCharacters
{
    /// <summary>Category C: control, format, private and unassigned.</summary>
    public static bool IsOther(int point) => UnicodeClasses.Category(point) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>Category Mn.</summary>
    public static bool IsNonSpacingMark(int point) => UnicodeClasses.Category(point) == UnicodeCategory.NonSpacingMark;
}
