using Refrain.Checkpoints;

namespace Refrain.Tests.Inference.Stress;

/// <summary>Where a hook may change what passes through.</summary>
internal enum Place
{
    BlockInput,
    AttentionOutput,
    AttentionWrite,
    MlpOutput,
    MlpWrite,
}

/// <summary>
/// A llama or Gemma 3 in double precision, token by token, without a cache: full attention of each token to all that it sees. One row,
/// nothing shared.
/// </summary>
/// <param name="checkpoint">Its weights.</param>
/// <param name="hook">What passes a place of a layer for the token at a position, and what goes on.</param>
internal sealed class NaiveDecoder(Checkpoint checkpoint, Func<Place, int, int, double[], double[]> hook)
{
    private readonly ModelConfig config = checkpoint.Config;
    private readonly Dictionary<string, double[]> weights = [];

    /// <summary>Logits at each position, [position][vocabulary].</summary>
    public double[][] Logits(int[] ids)
    {
        double[][] x = [.. ids.Select(id => Row("model.embed_tokens.weight", id).Select(value => value * config.EmbeddingScale).ToArray())];
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string place = $"model.layers.{layer}.";
            bool both = config.NormPlacement == NormPlacement.BeforeAndAfter;
            x = Hooked(Place.BlockInput, layer, x);
            double[][] attended = Attend([.. x.Select(row => Norm(row, place + "input_layernorm.weight"))], layer, place + "self_attn.");
            x = Add(
                x,
                Written(
                    attended,
                    Place.AttentionOutput,
                    Place.AttentionWrite,
                    layer,
                    both ? place + "post_attention_layernorm.weight" : null
                )
            );
            double[][] fed =
            [
                .. x.Select(row =>
                    Mlp(Norm(row, place + (both ? "pre_feedforward_layernorm.weight" : "post_attention_layernorm.weight")), place + "mlp.")
                ),
            ];
            x = Add(x, Written(fed, Place.MlpOutput, Place.MlpWrite, layer, both ? place + "post_feedforward_layernorm.weight" : null));
        }

        return
        [
            .. x.Select(row =>
                Product(config.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight", Norm(row, "model.norm.weight"))
            ),
        ];
    }

    /// <summary>Greedy continuation, the whole sequence computed anew for each token.</summary>
    public int[] Greedy(int[] prompt, int count)
    {
        List<int> ids = [.. prompt];
        for (int step = 0; step < count; step++)
        {
            double[] last = Logits([.. ids])[^1];
            ids.Add(Array.IndexOf(last, last.Max()));
        }

        return [.. ids.Skip(prompt.Length)];
    }

    private double[][] Hooked(Place place, int layer, double[][] x) => [.. x.Select((row, position) => hook(place, layer, position, row))];

    private double[][] Written(double[][] output, Place before, Place after, int layer, string? norm)
    {
        output = Hooked(before, layer, output);
        return Hooked(after, layer, norm is null ? output : [.. output.Select(row => Norm(row, norm))]);
    }

    private double[][] Attend(double[][] x, int layer, string place)
    {
        int width = config.HeadDimension,
            window = config.Sliding[layer] ? config.SlidingWindow : int.MaxValue;
        var rope = config.Sliding[layer] && config.SlidingRope is { } sliding ? sliding : config.Rope;
        double[][] queries =
        [
            .. x.Select((row, position) => Turn(Product(place + "q_proj.weight", row), place + "q_norm.weight", position, rope)),
        ];
        double[][] keys =
        [
            .. x.Select((row, position) => Turn(Product(place + "k_proj.weight", row), place + "k_norm.weight", position, rope)),
        ];
        double[][] values = [.. x.Select(row => Product(place + "v_proj.weight", row))];
        return
        [
            .. x.Select(
                (_, position) =>
                {
                    var joined = new double[config.Heads * width];
                    int first = (int)Math.Max(0, (long)position - window + 1);
                    for (int head = 0; head < config.Heads; head++)
                    {
                        int shared = head / (config.Heads / config.KeyValueHeads);
                        double[] scores =
                        [
                            .. Enumerable
                                .Range(first, position + 1 - first)
                                .Select(other =>
                                    Math.Exp(
                                        config.AttentionScale
                                            * Enumerable
                                                .Range(0, width)
                                                .Sum(i => queries[position][head * width + i] * keys[other][shared * width + i])
                                    )
                                ),
                        ];
                        double total = scores.Sum();
                        for (int i = 0; i < width; i++)
                        {
                            joined[head * width + i] = scores
                                .Select((score, other) => score / total * values[first + other][shared * width + i])
                                .Sum();
                        }
                    }

                    return Product(place + "o_proj.weight", joined);
                }
            ),
        ];
    }

    /// <summary>Norms each head where the architecture does, then turns its pairs (i, i + half).</summary>
    private double[] Turn(double[] heads, string norm, int position, RopeConfig rope)
    {
        Assert.True(rope.Kind is "default" or "linear" && rope.RotaryDimension == 0 && rope.FrequencyDivisors is null, "another rotation");
        int width = config.HeadDimension,
            half = width / 2;
        double[] turned = [.. heads.Chunk(width).SelectMany(head => config.QueryKeyNorm == QueryKeyNorm.Head ? Norm(head, norm) : head)];
        for (int head = 0; head < heads.Length; head += width)
        {
            for (int i = 0; i < half; i++)
            {
                double angle = position * Math.Pow(rope.Theta, -2.0 * i / width) / rope.Factor,
                    left = turned[head + i],
                    right = turned[head + i + half];
                turned[head + i] = left * Math.Cos(angle) - right * Math.Sin(angle);
                turned[head + i + half] = right * Math.Cos(angle) + left * Math.Sin(angle);
            }
        }

        return turned;
    }

    private double[] Mlp(double[] x, string place) =>
        Product(
            place + "down_proj.weight",
            [.. Product(place + "gate_proj.weight", x).Zip(Product(place + "up_proj.weight", x), (gate, up) => Active(gate) * up)]
        );

    private double Active(double x) =>
        config.Activation == "silu"
            ? x / (1 + Math.Exp(-x))
            : 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    private double[] Norm(double[] x, string name)
    {
        double scale = 1 / Math.Sqrt(x.Sum(value => value * value) / x.Length + config.NormEpsilon);
        return [.. x.Zip(Weight(name), (value, weight) => value * scale * (weight + (config.NormsOnePlus ? 1 : 0)))];
    }

    private double[] Product(string name, double[] x)
    {
        double[] matrix = Weight(name);
        var product = new double[matrix.Length / x.Length];
        for (int i = 0; i < matrix.Length; i++)
        {
            product[i / x.Length] += matrix[i] * x[i % x.Length];
        }

        return product;
    }

    private double[] Row(string name, int row) => Weight(name)[(row * config.HiddenSize)..((row + 1) * config.HiddenSize)];

    private double[] Weight(string name) =>
        weights.TryGetValue(name, out double[]? known)
            ? known
            : weights[name] = Array.ConvertAll(checkpoint.Read(name), value => (double)value);

    private static double[][] Add(double[][] left, double[][] right) =>
        [.. left.Zip(right, (a, b) => a.Zip(b, (one, other) => one + other).ToArray())];
}
