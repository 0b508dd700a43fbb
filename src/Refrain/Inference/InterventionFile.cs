using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>Reads an intervention from JSON whose directions lie in safetensors files.</summary>
/// <remarks>Kinds: <c>ablate</c> {convention, direction}, <c>add</c> {layer, scale, direction}, <c>affine</c> {first_layer, directions,
/// offsets}; a tensor is {file, tensor}.</remarks>
internal static class InterventionFile
{
    public static Intervention Read(string path, ModelConfig config)
    {
        var reader = new JsonInput(path);
        var root = reader.Root;
        int layers = config.Layers;
        return reader.Text(root, "kind") switch
        {
            "ablate" => Intervention.Ablate(Vector(reader, root, "direction", config), layers, Convention(reader, root)),
            "add" => Intervention.Add(
                Vector(reader, root, "direction", config),
                layers,
                reader.Integer(root, "layer", 0, layers - 1),
                reader.Number(root, "scale", 1)
            ),
            "affine" => Intervention.Affine(
                Matrix(reader, root, "directions", config),
                Matrix(reader, root, "offsets", config),
                layers,
                reader.Integer(root, "first_layer", 0, layers - 1)
            ),
            var other => throw new BadInputException($"{path}: kind", $"is {BadInputException.Show(other)}", "ablate, add or affine"),
        };
    }

    private static HookSites Convention(JsonInput reader, JsonElement root) =>
        reader.Text(root, "convention", HookSites.Stream.Word()) is var word && Words<HookSites>.Find(word) is { } convention
            ? convention
            : throw new BadInputException($"{reader.Path}: convention", $"is {BadInputException.Show(word)}", Words<HookSites>.List);

    private static double[] Vector(JsonInput reader, JsonElement root, string name, ModelConfig config) =>
        Tensor(reader, root, name, [config.HiddenSize]);

    private static double[] Matrix(JsonInput reader, JsonElement root, string name, ModelConfig config) =>
        Tensor(reader, root, name, [config.Layers, config.HiddenSize]);

    private static double[] Tensor(JsonInput reader, JsonElement root, string name, long[] shape)
    {
        var place = reader.Object(root, name);
        string file = reader.Text(place, "file"),
            tensor = reader.Text(place, "tensor");
        string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(reader.Path))!, file);
        using var tensors = SafetensorsFile.Open(File.Exists(file) ? file : beside);
        if (!tensors.Tensors.TryGetValue(tensor, out var entry))
        {
            throw new BadInputException(
                file,
                $"has no tensor {BadInputException.Show(tensor)}",
                $"one of shape [{string.Join(", ", shape)}]"
            );
        }

        if (!entry.Shape.SequenceEqual(shape))
        {
            throw new BadInputException(
                $"{file}: {BadInputException.Show(tensor)}",
                $"has shape [{string.Join(", ", entry.Shape)}]",
                $"[{string.Join(", ", shape)}] for this model"
            );
        }

        double[] values = [.. tensors.Read(tensor).Select(value => (double)value)];
        return values.All(double.IsFinite)
            ? values
            : throw new BadInputException(
                $"{file}: {BadInputException.Show(tensor)}",
                "holds values that are not finite",
                "finite numbers"
            );
    }
}
