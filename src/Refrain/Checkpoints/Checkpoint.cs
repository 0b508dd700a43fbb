using Refrain.Checkpoints.Configs;
using Refrain.Checkpoints.Dequantisation;
using Refrain.Hub;

namespace Refrain.Checkpoints;

/// <summary>A model's weights and configuration, memory-mapped from a Hugging Face folder or a GGUF file.</summary>
/// <remarks>Immutable, and safe to read from several threads.</remarks>
internal sealed class Checkpoint : IDisposable
{
    private readonly IReadOnlyDictionary<string, MappedFile> files;
    private readonly bool permuted;
    private readonly Lazy<string> hash;

    internal Checkpoint(
        string path,
        string format,
        ModelConfig config,
        Architecture architecture,
        IReadOnlyDictionary<string, TensorEntry> tensors,
        IEnumerable<MappedFile> files
    )
    {
        Path = path;
        HubSnapshot? snapshot = HubSnapshot.Of(path);
        Revision = snapshot?.Commit;
        Name = snapshot?.Name ?? GgufSplit.Stem(System.IO.Path.GetFileName(path));
        Format = format;
        Config = config;
        Tensors = tensors;
        this.files = files.DistinctBy(file => file.Path).ToDictionary(file => file.Path);
        this.permuted = format == "gguf" && architecture.GgufPermutesQueryAndKey;
        NormsIncludeOne = format == "gguf" && config.NormsOnePlus;
        ParameterCount = tensors.Values.Sum(tensor => tensor.ElementCount);
        this.hash = new Lazy<string>(() => Checkpoints.WeightsHash.Compute(this));
        TensorCheck.Run(path, config.Layers, DecoderTensors.Of(config), tensors);
    }

    /// <summary>Full path of the folder or file that was opened.</summary>
    public string Path { get; }

    /// <summary>
    /// <c>org/name</c> in a cache of the Hub; else the folder's name, or the stem of a GGUF file without a part's number.
    /// </summary>
    public string Name { get; }

    /// <summary>The commit of a model in a cache of the Hub, or null.</summary>
    public string? Revision { get; }

    /// <summary><c>safetensors</c> or <c>gguf</c>.</summary>
    public string Format { get; }

    /// <summary>What the checkpoint says of its architecture.</summary>
    public ModelConfig Config { get; }

    /// <summary>The text model's tensors by their Hugging Face names, for GGUF too.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>
    /// True where norm weights already hold 1 + w (Gemma in GGUF); <see cref="Read(string, Span{float})"/> returns what is stored.
    /// </summary>
    public bool NormsIncludeOne { get; }

    /// <summary>The GGUF with its keys, or null.</summary>
    public GgufFile? Gguf { get; internal init; }

    /// <summary>The folder that holds <c>tokenizer.json</c>; null: the tokenizer is in <see cref="Gguf"/>'s keys.</summary>
    public string? TokenizerFolder { get; internal init; }

    /// <summary>Elements of all <see cref="Tensors"/>; a tied head counts once.</summary>
    public long ParameterCount { get; }

    /// <summary>
    /// SHA-256 (lower-case hex) of all that determines the numbers: configuration, and names, shapes, types and bytes of the tensors.
    /// Computed once, when first asked for.
    /// </summary>
    public string WeightsHash => hash.Value;

    /// <summary>
    /// Opens a Hugging Face folder (<c>config.json</c>, safetensors in one file or sharded), a folder with one GGUF, or a <c>.gguf</c>
    /// file; any part of a split GGUF opens all.
    /// </summary>
    /// <exception cref="BadInputException">Something is missing, damaged or not supported; the message names it.</exception>
    public static Checkpoint Open(string path)
    {
        using var span = Spans.Start("read checkpoint");
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
        {
            throw new BadInputException(
                "model",
                $"is {BadInputException.Show(path)}",
                "the path of a folder with a model, or of a .gguf file"
            );
        }

        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (Directory.Exists(full))
        {
            return FolderCheckpoint.Open(full);
        }

        if (!File.Exists(full))
        {
            throw new BadInputException(full, "does not exist", "a folder with a model, or a .gguf file");
        }

        return full.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
            ? GgufCheckpoint.Open(full, full, folder: null)
            : throw new BadInputException(
                full,
                "is not a .gguf file",
                "a folder with a model, or a .gguf file",
                "Give the folder that holds the file."
            );
    }

    /// <summary>Reads a tensor as float32 in Hugging Face's layout; GGUF's reordered rows of q and k are put back.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="destination">At least the tensor's elements; the rest is left as it is.</param>
    /// <exception cref="BadInputException">There is no such tensor, or it is stored as integers.</exception>
    public void Read(string name, Span<float> destination)
    {
        if (!Tensors.TryGetValue(name, out TensorEntry? tensor))
        {
            throw new BadInputException(Path, $"has no tensor {BadInputException.Show(name)}", $"a tensor of {Config.Architecture}");
        }

        using MappedBytes bytes = this.files[tensor.File].Pin(tensor.Offset, tensor.Length);
        if (IsPermuted(name))
        {
            // The converter stored a head's rows as [i, half] where Hugging Face has [half, i]: 0, D/2, 1, D/2 + 1, …
            int width = Config.HeadDimension,
                half = width / 2;
            Dequantise.Rows(tensor, bytes, destination, row => (row / width * width) + (row % 2 * half) + (row % width / 2));
            return;
        }

        Dequantise.All(tensor, bytes, destination);
    }

    /// <summary>Reads a tensor as a new float32 array.</summary>
    public float[] Read(string name)
    {
        var values = new float[Tensors.TryGetValue(name, out TensorEntry? tensor) ? checked((int)tensor.ElementCount) : 0];
        Read(name, values);
        return values;
    }

    /// <summary>
    /// A tensor as a matrix: its last dimension by the product of the others; a vector is one row, unless its elements are reordered.
    /// </summary>
    internal (long Rows, long Columns) Matrix(string name)
    {
        TensorEntry tensor = Tensors[name];
        long columns = tensor.Shape.Count > 1 || (tensor.Shape.Count == 1 && !IsPermuted(name)) ? tensor.Shape[^1] : 1;
        return (columns == 0 ? 0 : tensor.ElementCount / columns, columns);
    }

    /// <summary>
    /// Maps rows of a tensor's <see cref="Matrix"/>, in Hugging Face's layout, by themselves: for tensors too large to read at once.
    /// </summary>
    /// <exception cref="BadInputException">It is stored as integers.</exception>
    internal TensorRows OpenRows(string name, long first, long rows)
    {
        TensorEntry tensor = Tensors[name];
        Dequantise.CheckReadable(tensor);
        (long all, long columns) = Matrix(name);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, all - first);
        if (!IsPermuted(name))
        {
            return new TensorRows(this.files[tensor.File], tensor, columns, first, rows, row => row);
        }

        // Row h·D + j·D/2 + i of Hugging Face is stored at h·D + 2i + j: all heads that the rows touch are mapped.
        int width = Config.HeadDimension,
            half = width / 2;
        long start = first / width * width;
        return new TensorRows(
            this.files[tensor.File],
            tensor,
            columns,
            start,
            Math.Min(all, (first + rows + width - 1) / width * width) - start,
            row => (row / width * width) + (row % half * 2) + (row % width / half)
        );
    }

    /// <summary>The storage types of its weights, in ordinal order.</summary>
    internal IReadOnlyList<string> StorageNames =>
        [.. Tensors.Values.Select(tensor => tensor.Type.ToString()).Distinct().Order(StringComparer.Ordinal)];

    private bool IsPermuted(string name) =>
        permuted
        && name.Contains(".self_attn.", StringComparison.Ordinal)
        && (name.Contains(".q_proj.", StringComparison.Ordinal) || name.Contains(".k_proj.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MappedFile file in this.files.Values)
        {
            file.Dispose();
        }
    }
}
