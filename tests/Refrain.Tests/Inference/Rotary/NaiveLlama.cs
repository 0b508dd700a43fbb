namespace Refrain.Tests.Inference.Rotary;

/// <summary>
/// The llama of <see cref="RandomModel"/> in double precision, token by token, without a cache: full attention of each token to all before
/// it.
/// </summary>
/// <param name="rope">For the length of a sequence: radians per position of each pair that turns, and what cosines and sines are multiplied
/// by.</param>
internal sealed class NaiveLlama(Func<int, (double[] Frequencies, double Magnitude)> rope)
{
    private static readonly Dictionary<string, double[]> Weights = RandomModel
        .Tensors()
        .ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(tensor.Values, value => (double)value));

    /// <summary>Logits at each position, [position][vocabulary].</summary>
    /// <param name="ids">The sequence.</param>
    /// <param name="lengthAt">The length of the sequence when the query and the key at a position were computed.</param>
    public double[][] Logits(int[] ids, Func<int, int> lengthAt)
    {
        double[][] x = [.. ids.Select(id => Row("model.embed_tokens.weight", id, RandomModel.Hidden))];
        for (int layer = 0; layer < RandomModel.Layers; layer++)
        {
            string place = $"model.layers.{layer}.";
            double[][] normed = [.. x.Select(row => Norm(row, place + "input_layernorm.weight"))];
            double[][] attended = Attend(normed, place + "self_attn.", lengthAt);
            x = [.. x.Zip(attended, Sum)];
            x = [.. x.Select(row => Sum(row, Mlp(Norm(row, place + "post_attention_layernorm.weight"), place + "mlp.")))];
        }

        return [.. x.Select(row => Product("lm_head.weight", Norm(row, "model.norm.weight")))];
    }

    /// <summary>
    /// Greedy continuation as with cached keys: a token's key keeps the frequencies of the length at which it was computed.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="count">New tokens.</param>
    /// <param name="readAgainPast">From the first length above this on, all keys are computed anew; null: never.</param>
    public int[] Greedy(int[] prompt, int count, int? readAgainPast)
    {
        List<int> ids = [.. prompt];
        int readAt = prompt.Length;
        for (int step = 0; step < count; step++)
        {
            readAt = readAt <= readAgainPast && ids.Count > readAgainPast ? ids.Count : readAt;
            double[] last = Logits([.. ids], position => Math.Max(position + 1, readAt))[^1];
            ids.Add(Array.IndexOf(last, last.Max()));
        }

        return [.. ids.Skip(prompt.Length)];
    }

    private double[][] Attend(double[][] x, string place, Func<int, int> lengthAt)
    {
        const int Width = RandomModel.Width;
        double[][] queries = [.. x.Select((row, position) => Turn(Product(place + "q_proj.weight", row), position, lengthAt(position)))];
        double[][] keys = [.. x.Select((row, position) => Turn(Product(place + "k_proj.weight", row), position, lengthAt(position)))];
        double[][] values = [.. x.Select(row => Product(place + "v_proj.weight", row))];
        return
        [
            .. x.Select(
                (_, position) =>
                {
                    var joined = new double[RandomModel.Heads * Width];
                    for (int head = 0; head < RandomModel.Heads; head++)
                    {
                        int shared = head / (RandomModel.Heads / RandomModel.KeyValueHeads);
                        double[] scores =
                        [
                            .. Enumerable
                                .Range(0, position + 1)
                                .Select(other =>
                                    Math.Exp(
                                        Enumerable
                                            .Range(0, Width)
                                            .Sum(i => queries[position][head * Width + i] * keys[other][shared * Width + i])
                                            / Math.Sqrt(Width)
                                    )
                                ),
                        ];
                        double total = scores.Sum();
                        for (int i = 0; i < Width; i++)
                        {
                            joined[head * Width + i] = scores
                                .Select((score, other) => score / total * values[other][shared * Width + i])
                                .Sum();
                        }
                    }

                    return Product(place + "o_proj.weight", joined);
                }
            ),
        ];
    }

    /// <summary>Turns pair (i, i + n) of each head's first 2n dimensions.</summary>
    private double[] Turn(double[] heads, int position, int length)
    {
        (double[] frequencies, double magnitude) = rope(length);
        double[] turned = [.. heads];
        for (int head = 0; head < heads.Length; head += RandomModel.Width)
        {
            for (int i = 0; i < frequencies.Length; i++)
            {
                int left = head + i,
                    right = head + i + frequencies.Length;
                double cosine = magnitude * Math.Cos(position * frequencies[i]),
                    sine = magnitude * Math.Sin(position * frequencies[i]);
                turned[left] = heads[left] * cosine - heads[right] * sine;
                turned[right] = heads[right] * cosine + heads[left] * sine;
            }
        }

        return turned;
    }

    private static double[] Mlp(double[] x, string place) =>
        Product(
            place + "down_proj.weight",
            [
                .. Product(place + "gate_proj.weight", x)
                    .Zip(Product(place + "up_proj.weight", x), (gate, up) => gate / (1 + Math.Exp(-gate)) * up),
            ]
        );

    private static double[] Norm(double[] x, string name)
    {
        double scale = 1 / Math.Sqrt(x.Sum(value => value * value) / x.Length + RandomModel.Epsilon);
        return [.. x.Zip(Weights[name], (value, weight) => value * scale * weight)];
    }

    private static double[] Product(string name, double[] x)
    {
        double[] weights = Weights[name];
        var product = new double[weights.Length / x.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            product[i / x.Length] += weights[i] * x[i % x.Length];
        }

        return product;
    }

    private static double[] Row(string name, int row, int width) => Weights[name][(row * width)..((row + 1) * width)];

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (a, b) => a + b)];
}
