using System.Text.RegularExpressions;

namespace Refrain.Hub;

/// <summary>Chooses the files of a repository that are read; never one that runs code when it is read.</summary>
internal static partial class WantedFiles
{
    public const string Config = "config.json",
        Single = "model.safetensors",
        Index = "model.safetensors.index.json",
        Tokenizer = "tokenizer.json";

    private const string SentencePiece = "tokenizer.model",
        Templates = "additional_chat_templates/";
    private const int MostTemplates = 64;
    private static readonly string[] Pickles = [".bin", ".pt", ".pth", ".ckpt", ".pkl"];

    /// <summary>Small files that a model may have.</summary>
    public static IReadOnlyList<string> Optional { get; } =
    [
        "generation_config.json",
        Tokenizer,
        "tokenizer_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
        "chat_template.jinja",
        "chat_template.json",
    ];

    /// <summary>The files of a listing that are needed, but for the shards, which only the index names.</summary>
    /// <returns>Small files first; weights are those that <see cref="IsWeights"/> says.</returns>
    /// <exception cref="BadInputException">It holds nothing that can be read, or several GGUF files and none is named.</exception>
    public static IReadOnlyList<string> Of(HubName name, HubListing listing, HubContent content)
    {
        if (name.File is not null || !IsSafetensors(listing, content))
        {
            return Ggufs(name, listing);
        }

        var wanted = new List<string>(Optional.Where(path => listing.Find(path) is not null));
        wanted.AddRange(
            listing
                .Files.Select(file => file.Path)
                .Where(path => path.StartsWith(Templates, StringComparison.Ordinal) && path.EndsWith(".jinja", StringComparison.Ordinal))
                .Take(MostTemplates)
        );
        if (listing.Find(Tokenizer) is null && listing.Find(SentencePiece) is not null)
        {
            wanted.Add(SentencePiece);
        }

        if (content == HubContent.Model)
        {
            wanted.Insert(
                0,
                listing.Find(Config) is not null
                    ? Config
                    : throw new BadInputException(name.ToString(), "holds no config.json", "a model in the layout of transformers")
            );
            wanted.Add(listing.Find(Single) is not null ? Single : Index);
        }

        return wanted;
    }

    public static bool IsWeights(string path) =>
        path.EndsWith(".safetensors", StringComparison.Ordinal) || path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);

    private static bool IsSafetensors(HubListing listing, HubContent content) =>
        listing.Find(Single) is not null
        || listing.Find(Index) is not null
        || (content == HubContent.Tokenizer && listing.Find(Tokenizer) is not null);

    /// <summary>The one GGUF that is meant: a file, or all parts of a split one, the first of them first.</summary>
    private static string[] Ggufs(HubName name, HubListing listing)
    {
        HubFile[] all =
        [
            .. listing
                .Files.Where(file => file.Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        HubFile[][] models =
        [
            .. all.Where(file => !file.Path.Split('/')[^1].StartsWith("mmproj", StringComparison.OrdinalIgnoreCase))
                .GroupBy(file => Part().Replace(file.Path, "-of-${count}"))
                .Select(parts => parts.ToArray()),
        ];
        string chosen = name.File is { } file
            ? all.Any(gguf => gguf.Path == file)
                ? file
                : throw new BadInputException(name.ToString(), $"is not in the repository, which has {Show(all)}", "one of its .gguf files")
            : models switch
            {
                [var only] => only[0].Path,
                [] => throw NoWeights(name, listing),
                _ => throw new BadInputException(
                    name.ToString(),
                    $"holds {models.Length} GGUF models: {Show([.. models.SelectMany(parts => parts)])}",
                    "one of them",
                    $"Name it after a colon: {name}:{BadInputException.Show(models[0][0].Path)}"
                ),
            };
        if (Part().Match(chosen) is not { Success: true } part)
        {
            return [chosen];
        }

        string[] found =
        [
            .. all.Select(one => one.Path).Where(path => Part().Replace(path, "-of-${count}") == Part().Replace(chosen, "-of-${count}")),
        ];
        int count = int.Parse(part.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture);
        return found.Length == count
            ? found
            : throw new BadInputException(
                name.ToString(),
                $"has {found.Length} of the {count} parts of {BadInputException.Show(chosen)}",
                "all of them",
                "Report it to the model's authors, or name another file."
            );
    }

    private static BadInputException NoWeights(HubName name, HubListing listing)
    {
        HubFile[] pickles =
        [
            .. listing.Files.Where(file => Pickles.Any(ending => file.Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))),
        ];
        return pickles.Length > 0
            ? new BadInputException(
                name.ToString(),
                $"has its weights only as {Show(pickles)}: such files can run code when they are read",
                "safetensors or GGUF",
                $"Look for a pull request that converts it (then {name.Repository}@refs/pr/N), or convert it yourself and give the folder."
            )
            : new BadInputException(
                name.ToString(),
                "holds no weights",
                $"{Single}, {Index} or a .gguf file",
                "Check the name: an adapter or a data set is no model."
            );
    }

    private static string Show(HubFile[] files)
    {
        const int Shown = 40;
        string list = string.Join(
            ", ",
            files.Take(Shown).Select(file => BadInputException.Show(file.Path) + (file.Size is { } size ? $" ({ByteSize.Text(size)})" : ""))
        );
        return files.Length == 0 ? "no such file"
            : files.Length > Shown ? $"{list} and {files.Length - Shown} more"
            : list;
    }

    [GeneratedRegex(@"-[0-9]{5}-of-(?<count>[0-9]{5})\.gguf$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Part();
}
