using System.Collections.Concurrent;
using System.IO.Compression;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Unpacks the real tokenizers once for all tests, and loads each once.</summary>
internal static class TokenizerFolders
{
    private static readonly ConcurrentDictionary<string, Lazy<Tokenizer>> Loaded = new();

    public static Tokenizer Load(string name) => Loaded.GetOrAdd(name, _ => new(() => Tokenizer.FromFolder(Unpack(name)))).Value;

    /// <summary>A temporary folder with a tokenizer's files, unpacked.</summary>
    public static string Unpack(string name)
    {
        string source = Shared.Path("tokenizers", name);
        string folder = Directory.CreateTempSubdirectory($"refrain-{name}-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using (var packed = new GZipStream(File.OpenRead(Path.Combine(source, "tokenizer.json.gz")), CompressionMode.Decompress))
        using (FileStream target = File.Create(Path.Combine(folder, "tokenizer.json")))
        {
            packed.CopyTo(target);
        }

        File.Copy(Path.Combine(source, "tokenizer_config.json"), Path.Combine(folder, "tokenizer_config.json"));
        return folder;
    }
}
