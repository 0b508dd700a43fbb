using Microsoft.ML.OnnxRuntime;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Quantisation;
using Refrain.Graphs;
using Refrain.Graphs.Blocks;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

public class ProductTests
{
    [Theory]
    [InlineData(nameof(StorageType.Q8_0), 1)]
    [InlineData(nameof(StorageType.Q8_0), 7)]
    [InlineData(nameof(StorageType.Q6_K), 1)]
    [InlineData(nameof(StorageType.Q6_K), 7)]
    [InlineData(nameof(StorageType.Q4_0), 1)]
    [InlineData(nameof(StorageType.Q4_0), 7)]
    public void A_product_in_blocks_is_that_of_the_weights_values_but_for_the_activations_8_bits(string storage, int rows)
    {
        var type = Enum.Parse<StorageType>(storage);
        const int Input = 320,
            Output = 72;
        var format = BlockFormat.Of(type);
        var random = new Random(31);
        var numbers = new byte[Output * Input / format.Size * format.BlockBytes];
        random.NextBytes(numbers);
        float[] scales = [.. Enumerable.Range(0, Output * Input / format.Size).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] weights = SymmetricBlocksTests.Values(format, scales, numbers);
        float[] x = [.. Enumerable.Range(0, rows * Input).Select(i => (float)((random.NextDouble() - 0.5) * (i % 37 == 0 ? 20 : 1)))];

        float[] y = Run(type, format, numbers, scales, x, rows, Input, Output);
        for (int row = 0; row < rows; row++)
        {
            for (int output = 0; output < Output; output++)
            {
                double exact = 0,
                    bound = 0,
                    magnitude = 0;
                for (int i = 0; i < Input; i++)
                {
                    double weight = weights[(output * Input) + i];
                    var block = x.AsSpan((row * Input) + (i / format.Size * format.Size), format.Size).ToArray();
                    exact += weight * x[(row * Input) + i];
                    magnitude += Math.Abs(weight * x[(row * Input) + i]);
                    bound += Math.Abs(weight) * block.Max(Math.Abs) / 127 / 2;
                }

                Assert.InRange(y[(row * Output) + output], exact - bound - (1e-5 * magnitude), exact + bound + (1e-5 * magnitude));
            }
        }
    }

    private static float[] Run(
        StorageType type,
        BlockFormat format,
        byte[] numbers,
        float[] scales,
        float[] x,
        int rows,
        int input,
        int output
    )
    {
        var config = Checkpoint.Open(Shared.Path("golden", "architectures", "llama")).Config;
        var stored = new Dictionary<string, TensorEntry> { ["w"] = new("w", [output, input], type, "", 0, 0) };
        var graph = new GraphBuilder(config, new GraphPlan(), stored);
        Product.Build(graph, "/product", graph.Input("x", OnnxWriter.Float, "token", "320"), "w", input, output, "y");
        graph.Output("y", "token", "72");
        using var folder = new TemporaryFolder();
        folder.Write("weights", new byte[numbers.Length + (scales.Length * sizeof(float))]);
        using var numbersValue = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            new Memory<byte>(numbers),
            [output, input / format.Size, format.BlockBytes]
        );
        using var scalesValue = OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            new Memory<float>(scales),
            [output, input / format.Size]
        );
        using var packed = new PrePackedWeightsContainer();
        using var session = new Session(
            Runtime.Load(
                graph.Serialise("weights", parameter => (0, parameter.Bytes)),
                folder.Path,
                [($"w.{format.Name}", numbersValue), ($"w.{format.Name}.scales", scalesValue)],
                packed
            )
        );
        var y = new float[rows * output];
        using var feed = new Feed(new Buffers());
        using var results = new Feed(new Buffers());
        session.Run(feed.Add("x", x, rows, input), results.Add("y", y, rows, output));
        return y;
    }
}
