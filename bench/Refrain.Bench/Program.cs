using Refrain.Bench;
using Refrain.Bench.Same;

try
{
    switch (args)
    {
        case ["compare", var model, .. var rest]:
            return Comparison.Run(model, ComparisonOptions.Parse(rest));
        case ["pieces", .. var rest]:
            return PiecesRun.Run(rest);
        case ["same", _, _, ..]:
            return RunComparison.Run(args[1..]);
        case ["gguf", var model, var output]:
            FloatGguf.Write(model, output);
            return 0;
        case [Once.Verb, var request]:
            return Once.Run(request);
        default:
            Console.Error.WriteLine(
                "compare MODEL.gguf [options] | pieces [options] | same RUN RUN [--model MODEL|demo] "
                    + "[--suite SUITE] | gguf MODEL.gguf OUT.gguf; see bench/README.md"
            );
            return 2;
    }
}
catch (BadInputException error)
{
    Console.Error.WriteLine("error: " + error.Message);
    return 3;
}
