using System.Security.Cryptography;
using System.Text;
using Refrain.Judging.Learning;

namespace Refrain.Judging;

/// <summary>
/// Judges a response in its own language, without translation: phrases and other signs of its opening, weighed as learned from labelled
/// responses.
/// </summary>
/// <remarks>
/// The signs are the same in every language, and none of them is a topic. Where they leave doubt the judge abstains (unjudged); so
/// it does on empty text, short text without any sign, and languages without a list. How often it errs: docs/judging.md.
/// </remarks>
public sealed class NativeJudge : IJudge
{
    /// <summary>The rules' version; it changes when the code's verdicts do.</summary>
    private const int Rules = 2;

    private const long LargestFile = 1 << 20;

    private static readonly Lazy<string> Text = new(ReadShipped);
    private static readonly Lazy<NativeJudge> Shipped = new(() => new NativeJudge(ShippedText));
    private readonly JudgeWeights weights;

    private NativeJudge(string text, string place = "weights.json")
    {
        weights = JudgeWeightsFormat.Read(place, text);
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{PhraseJudge.Version}\0{text}"));
        Version = $"native-{Rules}-{Convert.ToHexStringLower(hash.AsSpan(0, 6))}";
    }

    /// <summary>The judge that ships, which an audit uses.</summary>
    public static NativeJudge Instance => Shipped.Value;

    /// <summary>The codes of the languages that it covers, in ordinal order.</summary>
    public static IReadOnlyList<string> Languages => PhraseJudge.Languages;

    /// <inheritdoc/>
    public string Name => "phrases and learned weights, in the response's own language";

    /// <inheritdoc/>
    public string Version { get; }

    internal static string ShippedText => Text.Value;

    /// <summary>The judge with weights of one's own, learned with <c>refrain judge learn</c>.</summary>
    /// <exception cref="BadInputException">The file is none that it wrote.</exception>
    public static NativeJudge Load(string path)
    {
        var file = new FileInfo(path);
        return !file.Exists ? throw new BadInputException(path, "does not exist", Hint.LearnedWeights, "Check the path.")
            : file.Length > LargestFile
                ? throw new BadInputException(
                    path,
                    $"has {file.Length} bytes",
                    $"at most {LargestFile}, as {Hint.LearnedWeights}",
                    "Check the path."
                )
            : new NativeJudge(File.ReadAllText(path), path);
    }

    /// <inheritdoc/>
    public Judgement Judge(JudgeInput input, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return weights.Judge(Reading.Of(input.Response, input.Language, input.Prompt));
    }

    private static string ReadShipped()
    {
        using var reader = new StreamReader(
            typeof(NativeJudge).Assembly.GetManifestResourceStream("Refrain.Judging.weights.json")!,
            Encoding.UTF8
        );
        return reader.ReadToEnd();
    }
}
