using System.CommandLine;
using Refrain.Scripts;

var output = new Argument<string>("OUTPUT") { Description = "The folder to make; it must not exist." };
var tokenizer = new Option<string>("--tokenizer")
{
    Description = "A folder whose tokenizer.json and tokenizer_config.json are taken.",
    Required = true,
    HelpName = "folder",
};
var defaults = new RandomLlama();
Option<int> Number(string name, string description, int value) =>
    new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        HelpName = "number",
    };
var layers = Number("--layers", "Blocks.", defaults.Layers);
var hidden = Number("--hidden", "Width of the residual stream.", defaults.Hidden);
var intermediate = Number("--intermediate", "Width of the MLP.", defaults.Intermediate);
var heads = Number("--heads", "Query heads.", defaults.Heads);
var keyValueHeads = Number("--key-value-heads", "Key and value heads.", defaults.KeyValueHeads);
var headDimension = Number("--head-dimension", "Width of a head.", defaults.HeadDimension);
var vocabulary = Number("--vocabulary", "Rows of the embedding; at least the tokenizer's ids.", defaults.Vocabulary);
var seed = Number("--seed", "Seed of all values.", 0);
var shard = Number(
    "--shard-megabytes",
    "Most megabytes of a shard; a larger tensor has one of its own.",
    (int)(defaults.ShardBytes / 1_000_000)
);
var root = new RootCommand(
    "Writes a random llama checkpoint: bfloat16 safetensors shards, config.json and a tokenizer. By default 3.2 billion parameters, 6.4 GB."
)
{
    output,
    tokenizer,
    layers,
    hidden,
    intermediate,
    heads,
    keyValueHeads,
    headDimension,
    vocabulary,
    seed,
    shard,
};
root.SetAction(result =>
{
    try
    {
        var model = new RandomLlama
        {
            Layers = result.GetValue(layers),
            Hidden = result.GetValue(hidden),
            Intermediate = result.GetValue(intermediate),
            Heads = result.GetValue(heads),
            KeyValueHeads = result.GetValue(keyValueHeads),
            HeadDimension = result.GetValue(headDimension),
            Vocabulary = result.GetValue(vocabulary),
            Seed = (ulong)result.GetValue(seed),
            ShardBytes = result.GetValue(shard) * 1_000_000L,
        };
        model.Write(result.GetRequiredValue(output), result.GetRequiredValue(tokenizer));
        result.InvocationConfiguration.Output.WriteLine(
            FormattableString.Invariant($"{model.Parameters / 1e9:F2} billion parameters: {result.GetRequiredValue(output)}")
        );
        return 0;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
    {
        result.InvocationConfiguration.Error.WriteLine("error: " + error.Message);
        return 1;
    }
});
return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null })
    .Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
