using System.Security.Cryptography;

namespace Refrain.Checkpoints;

/// <summary>The demo model inside the library: what an audit runs on when no model is given.</summary>
internal static class EmbeddedDemo
{
    private static readonly string[] Files =
    [
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ];

    /// <summary>
    /// Writes the model's files under a cache folder, unless they are there intact, and returns the model's folder.
    /// Each file appears whole or not at all, so several processes may do this at once; a damaged file is written again.
    /// </summary>
    /// <exception cref="BadInputException">The cache folder cannot be written.</exception>
    public static string Extract(string cacheFolder)
    {
        using var span = Spans.Start("extract demo model");
        string folder = Path.Combine(cacheFolder, "demo");
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string file in Files)
            {
                var content = Read(file);
                string path = Path.Combine(folder, file);
                if (!IsIntact(path, content))
                {
                    Write(path, content);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(
                folder,
                "cannot be written: " + BadInputException.Show(e.Message),
                "a folder for the demo model's files",
                "Give another cache folder.",
                e
            );
        }

        return folder;
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(EmbeddedDemo).Assembly.GetManifestResourceStream("demo/" + file)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static bool IsIntact(string path, byte[] content)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != content.Length)
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        return SHA256.HashData(stream).AsSpan().SequenceEqual(SHA256.HashData(content));
    }

    private static void Write(string path, byte[] content)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);

            // On Windows a file that another process has open cannot be replaced; that process has written the same content.
            if (!IsIntact(path, content))
            {
                throw;
            }
        }
    }
}
