using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Tests.Inference.Gguf;

namespace Refrain.Tests.Inference;

/// <summary>One tiny checkpoint with what transformers computes on it.</summary>
internal sealed class Golden : IDisposable
{
    private static readonly string Cache = Directory.CreateTempSubdirectory("refrain-tests-").FullName;

    private readonly SafetensorsFile expected;
    private readonly JsonDocument json;

    private Golden(string expectations, string model, Precision precision)
    {
        expected = SafetensorsFile.Open(Path.Combine(expectations, "expected.safetensors"));
        json = JsonDocument.Parse(File.ReadAllText(Path.Combine(expectations, "expected.json")));
        Model = Model.Open(Checkpoint.Open(model), Cache, precision);
        Prompts =
        [
            .. json
                .RootElement.GetProperty("prompts")
                .EnumerateArray()
                .Select(prompt => prompt.EnumerateArray().Select(id => id.GetInt32()).ToArray()),
        ];
        AddLayer = json.RootElement.GetProperty("add_layer").GetInt32();
    }

    public Model Model { get; }

    public int[][] Prompts { get; }

    public int AddLayer { get; }

    /// <summary>The names that the interventions have in the expected values.</summary>
    public static string[] Interventions { get; } = ["ablate_stream", "ablate_module", "add"];

    /// <summary>
    /// Opens a checkpoint: <c>NAME</c>, its GGUF file <c>NAME-f32.gguf</c>, or <c>NAME-converted.gguf</c>, which is written here.
    /// </summary>
    public static Golden Open(string name, Precision precision = Precision.Exact)
    {
        string folder = Shared.Path("golden", "architectures", name.Split("-f32", 2)[0].Split("-converted", 2)[0]);
        string model =
            name.EndsWith("-f32.gguf", StringComparison.Ordinal) ? Shared.Path("golden", "gguf", name)
            : name.EndsWith(".gguf", StringComparison.Ordinal) ? Converted(folder, name)
            : folder;
        return new Golden(folder, model, precision);
    }

    public float[] Expected(string name) => expected.Read(name);

    public int[] Generated(string name) =>
        [.. json.RootElement.GetProperty("generated").GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    public Intervention Intervention(string name)
    {
        double[] Vector(string tensor) => [.. Expected(tensor).Select(value => (double)value)];
        int layers = Model.Config.Layers;
        return name switch
        {
            "ablate_stream" => Refrain.Inference.Intervention.Ablate(Vector("direction"), layers, Refrain.Graphs.HookSites.Stream),
            "ablate_module" => Refrain.Inference.Intervention.Ablate(Vector("direction"), layers, Refrain.Graphs.HookSites.Module),
            "add" => Refrain.Inference.Intervention.Add(Vector("addition"), layers, AddLayer),
            _ => throw new ArgumentException(name),
        };
    }

    /// <summary>Within 1e-4, absolute or relative to the expected tensor's standard deviation where that is larger.</summary>
    public static void Close(float[] expected, ReadOnlySpan<float> actual, string what, double tolerance = 1e-4)
    {
        double difference = Difference(expected, actual);
        Assert.True(difference <= tolerance, $"{what}: differs by {difference:G3}");
    }

    /// <summary>
    /// The largest difference: absolute, or in standard deviations of the expected tensor where that is above 1. Not a number anywhere
    /// counts as infinite.
    /// </summary>
    public static double Difference(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double mean = expected.Average(value => (double)value);
        double deviation = Math.Sqrt(expected.Average(value => (value - mean) * (value - mean)));
        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs((double)expected[i] - actual[i]);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        return worst / Math.Max(1, deviation);
    }

    // mistral's file does not say that it slides: that is in config.json, which the folder may hold beside it.
    /// <summary>Written once: other tests have it mapped.</summary>
    private static string Converted(string folder, string name)
    {
        string target = Path.Combine(Cache, name),
            file = Path.Combine(target, "model.gguf");
        lock (Cache)
        {
            Directory.CreateDirectory(target);
            using var checkpoint = Checkpoint.Open(folder);
            bool alone = checkpoint.Config.Architecture != "mistral";
            if (!File.Exists(file))
            {
                File.WriteAllBytes(file, ConvertedGguf.Build(checkpoint));
                if (!alone)
                {
                    File.Copy(Path.Combine(folder, "config.json"), Path.Combine(target, "config.json"));
                }
            }

            return alone ? file : target;
        }
    }

    public void Dispose()
    {
        expected.Dispose();
        json.Dispose();
        Model.Dispose();
    }
}
