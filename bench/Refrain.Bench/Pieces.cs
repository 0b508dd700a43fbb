using BenchmarkDotNet.Attributes;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Ground.Statistics;
using Refrain.Inference;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Runs;

namespace Refrain.Bench;

/// <summary>The pieces of an audit in the order of its path, on the embedded demo model and suite, which every clone has.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class Pieces
{
    private const int Vocabulary = 60_000;

    private readonly string folder = Path.Combine(Path.GetTempPath(), "refrain-pieces-" + Guid.NewGuid().ToString("N"));
    private readonly byte[] payload = new byte[4096];
    private Checkpoint? checkpoint;
    private EmbeddingRows? embedding;
    private Model? model;
    private PromptFormat? format;
    private RunStore? store;
    private Prompt[] prompts = [];
    private string[] rendered = [];
    private int[][] rows = [];
    private float[][] logits = [];
    private double[] without = [];
    private double[] own = [];
    private double[] others = [];
    private float[] stream = [];
    private int commits;

    [GlobalSetup]
    public void Open()
    {
        checkpoint = Checkpoint.Open(Checkpoints.EmbeddedDemo.Extract(CacheFolder.Default));
        model = Model.Open(checkpoint, CacheFolder.Default, ownsCheckpoint: false);
        embedding = new EmbeddingRows(checkpoint);
        format = PromptFormat.Of(checkpoint);
        var suite = Suite.Embedded();
        prompts =
        [
            .. suite.Languages.SelectMany(language =>
                suite.Prompts(PromptClass.Harmless, Split.Train, language).Concat(suite.Prompts(PromptClass.Harmful, Split.Train, language))
            ),
        ];
        prompts = [.. Enumerable.Range(0, 1000).Select(i => prompts[i * 7 % prompts.Length])];
        rendered = [.. prompts.Take(64).Select(prompt => format.Render(prompt.Text))];
        stream = new float[512 * checkpoint.Config.HiddenSize];
        rows = [.. Enumerable.Range(0, 16).Select(row => Enumerable.Range(0, 32).Select(i => 100 + row * 32 + i).ToArray())];
        var random = new Random(7);
        logits = [.. Enumerable.Range(0, 32).Select(_ => Enumerable.Range(0, Vocabulary).Select(_ => 10 * random.NextSingle()).ToArray())];
        without = Distribution.Of(logits[0]);
        own = [.. Enumerable.Range(0, 64).Select(_ => (double)random.Next(2))];
        others = [.. Enumerable.Range(0, 64).Select(_ => (double)random.Next(2))];
        store = RunStore.Open(
            folder,
            new RunManifest("bench", new Dictionary<string, string> { ["bench"] = "pieces" }, new Dictionary<string, string>())
        );
    }

    [GlobalCleanup]
    public void Close()
    {
        store?.Dispose();
        embedding?.Dispose();
        model?.Dispose();
        checkpoint?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark(Description = "64 prompts through the chat template")]
    public int Render() => prompts.Take(64).Sum(prompt => format!.Render(prompt.Text).Length);

    [Benchmark(Description = "64 rendered prompts to tokens")]
    public int Tokenise() => rendered.Sum(text => format!.Tokenizer.Encode(text, addSpecialTokens: false).Length);

    [Benchmark(Description = "512 rows of the embedding")]
    public float Embed()
    {
        embedding!.Read(rows.SelectMany(ids => ids), stream);
        return stream[0];
    }

    [Benchmark(Description = "512 tokens packed")]
    public int Pack() => new Packing(rows, groups: new int[rows.Length]).Main.Count;

    [Benchmark(Description = "512 tokens read by the demo model")]
    public float Read()
    {
        using var result = model!.Forward(new ForwardRequest { Rows = rows });
        return result.Logits[0];
    }

    [Benchmark(Description = "16 prompts answered by the demo model, 16 tokens each")]
    public int Generate() =>
        Generation
            .Greedy(
                model!,
                new GenerationRequest
                {
                    Rows = rows,
                    MaximumNewTokens = 16,
                    IgnoreEnd = true,
                }
            )
            .Length;

    [Benchmark(Description = "32 refusal scores over 60,000 tokens")]
    public double RefusalScores() => logits.Sum(row => RefusalScore.Of(row, [5, 77, 1234]));

    [Benchmark(Description = "32 divergences over 60,000 tokens")]
    public double Divergences() => logits.Sum(row => Distribution.Divergence(without, row));

    [Benchmark(Description = "1,000 texts of 14 languages judged")]
    public int Judge() =>
        prompts.Count(prompt => NativeJudge.Instance.Judge(new JudgeInput(prompt.Text, prompt.Language)).Outcome == Outcome.Refusal);

    [Benchmark(Description = "an item of 4 kB committed to a run's store")]
    public void Commit() => store!.Put("pieces", [(commits++.ToString(System.Globalization.CultureInfo.InvariantCulture), payload)]);

    [Benchmark(Description = "2,000 resamples of 64 pairs")]
    public double Bootstrap() => PairedBootstrap.Difference(own, others, seed: 7).Interval.Low;
}
