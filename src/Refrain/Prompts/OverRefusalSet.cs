using System.Security.Cryptography;

namespace Refrain.Prompts;

/// <summary>
/// Prompts of a file that measure over-refusal: safe ones that sound alarming, and unsafe ones beside them where the file has any.
/// </summary>
/// <param name="Name">As given, or the file's name without its extension.</param>
/// <param name="Hash">SHA-256 over all that is asked, in lower-case hexadecimal; not over the name.</param>
/// <param name="Prompts">In the file's order: safe ones are <see cref="PromptClass.Borderline"/>, unsafe ones
/// <see cref="PromptClass.Harmful"/>; the category is the file's type of prompt.</param>
/// <param name="ChosenByRefusals">True where the rows carry another model's answers and a label by which it refused every one: the prompts
/// were then chosen by that.</param>
internal sealed record OverRefusalSet(string Name, string Hash, IReadOnlyList<Prompt> Prompts, bool ChosenByRefusals)
{
    private const int LongestName = 60;

    /// <summary>Reads files, each <c>[NAME=]path</c>.</summary>
    /// <exception cref="BadInputException">A file cannot be read, holds no such prompts, or two have the same name.</exception>
    public static IReadOnlyList<OverRefusalSet> Read(IEnumerable<string> entries)
    {
        var sets = new List<OverRefusalSet>();
        foreach (string entry in entries)
        {
            var set = ReadOne(entry);
            if (sets.Exists(other => other.Name == set.Name))
            {
                throw new BadInputException(
                    KnownSettings.OverRefusal,
                    $"names {BadInputException.Show(set.Name)} twice",
                    "a name of its own for every file",
                    $"Name one of them: {KnownSettings.OverRefusal} NAME=path."
                );
            }

            sets.Add(set);
        }

        return sets;
    }

    /// <summary>The set whose prompt has a key, or null: the prompt is the suite's.</summary>
    public static string? NameOf(string key) => key.Split('/', 3) is [Prompt.OverRefusal, var name, _] ? name : null;

    private static OverRefusalSet ReadOne(string entry)
    {
        // A path may hold an equals sign, so a name is what stands before the first where the whole is no file.
        bool named = !File.Exists(entry) && entry.Split('=', 2) is [{ Length: > 0 }, { Length: > 0 }];
        string path = named ? entry.Split('=', 2)[1] : entry,
            name = named ? entry.Split('=', 2)[0] : Path.GetFileNameWithoutExtension(entry);
        if (name.Length is 0 or > LongestName || name.Contains('/') || name.Any(char.IsControl))
        {
            throw new BadInputException(
                KnownSettings.OverRefusal,
                $"has the name {BadInputException.Show(name)}",
                $"1 to {LongestName} characters, no slash and no control characters",
                $"Name it: {KnownSettings.OverRefusal} NAME=path."
            );
        }

        var (prompts, chosen) = OverRefusalFile.Read(path, name);
        return new OverRefusalSet(name, HashOf(prompts), prompts, chosen);
    }

    private static string HashOf(IReadOnlyList<Prompt> prompts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Suite.Append(hash, "refrain-over-refusal-1");
        foreach (var prompt in prompts)
        {
            foreach (string part in (string[])[prompt.Id, prompt.Class.Word(), prompt.Category ?? "", prompt.Language, prompt.Text])
            {
                Suite.Append(hash, part);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
