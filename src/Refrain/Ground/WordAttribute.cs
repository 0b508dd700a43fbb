namespace Refrain.Ground;

/// <summary>The word of an enumeration's value in files, on the command line and in reports; it stands nowhere else.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class WordAttribute(string word) : Attribute
{
    public string Word => word;
}
