using System.Text;
using Refrain.Judging.Remote;

namespace Refrain.Runs;

/// <summary>Where the answers of judging models are kept: a small file each, or an item of a run.</summary>
internal static class AnswerFolder
{
    private const int LargestAnswer = 1 << 22;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Answers in <c>judge/</c> of a cache folder, for all runs: a file that is there is whole.</summary>
    public static AnswerMemory Of(string cache)
    {
        string root = Path.Combine(cache, "judge");
        string Folder(string key) => Path.Combine(root, key[..2]);
        return new AnswerMemory(
            key => Find(Path.Combine(Folder(key), key)),
            (key, answer) =>
            {
                Directory.CreateDirectory(Folder(key));
                AtomicFile.Write(Folder(key), key, AtomicFile.Text(answer));
            }
        );
    }

    /// <summary>Answers in a run.</summary>
    public static AnswerMemory Of(RunStore store) =>
        new(
            key => store.Find(JudgeAnswerItem.Stage, key) is { } item ? JudgeAnswerItem.Decode(item).Answer : null,
            (key, answer) =>
            {
                if (store.Find(JudgeAnswerItem.Stage, key) is null)
                {
                    store.Put(JudgeAnswerItem.Stage, [(key, new JudgeAnswerItem(answer).Encode())]);
                }
            }
        );

    // What cannot be read is asked for again.
    private static string? Find(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file is { Exists: true, Length: > 0 and <= LargestAnswer } ? Strict.GetString(File.ReadAllBytes(path)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return null;
        }
    }
}
