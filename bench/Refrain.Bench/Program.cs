using BenchmarkDotNet.Running;
using Refrain.Bench;

// compare MODEL.gguf [--rounds N] [--write FILE]   ratios against the machine's own ceiling and llama.cpp, interleaved
// pieces [BenchmarkDotNet options]                 the pieces, each by itself
// gguf MODEL.gguf OUT.gguf                         the same weights as float32
switch (args)
{
    case ["compare", var model, .. var rest]:
        return Comparison.Run(model, ComparisonOptions.Parse(rest));
    case ["gguf", var model, var output]:
        FloatGguf.Write(model, output);
        return 0;
    case ["pieces", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(Comparison).Assembly).Run(rest);
        return 0;
    default:
        Console.Error.WriteLine("bench/compare [MODEL.gguf] [--rounds N] [--write FILE] | bench/pieces [BenchmarkDotNet options]");
        return 2;
}
