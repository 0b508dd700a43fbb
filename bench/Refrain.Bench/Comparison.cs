using Refrain.Checkpoints;
using Refrain.Inference;

namespace Refrain.Bench;

/// <summary>Measures the sections that are asked for, keeps their results, and shows everything that is known.</summary>
internal static class Comparison
{
    public static int Run(string path, ComparisonOptions options)
    {
        var results = Results.Load(options.Results);
        string[] engines = [.. options.Only.Where(section => section is Engines.Reading or Engines.Generating or Engines.Single)];
        if (engines.Length > 0)
        {
            foreach ((string part, var result) in Engines.Run(path, engines, options))
            {
                results.Engines[part] = result;
            }

            results.Save(options.Results);
        }

        if (options.Only.Contains("selection"))
        {
            Select(path, results, options);
        }

        foreach (string precision in options.Only.Contains("audit") ? options.Precisions : [])
        {
            results.Audit[precision] = WholeAudit(path, precision, options);
            results.Save(options.Results);
        }

        foreach (string axis in options.Only.Contains("growth") ? options.Axes : [])
        {
            Growth.Run(axis, results, options);
        }

        Show(results, options.Write);
        return 0;
    }

    /// <summary>The page of everything known, on the terminal and where it is asked for.</summary>
    public static void Show(Results results, string? write)
    {
        string page = Pages.Page.Of(results);
        Console.WriteLine(page);
        if (write is not null)
        {
            File.WriteAllText(write, page);
        }
    }

    private static void Select(string path, Results results, ComparisonOptions options)
    {
        using var selection = new SelectionTimes(path, options.Suite);
        foreach (string variant in options.Variants)
        {
            results.Selection[variant] = new SelectionTimesResult { Machine = Machine.Description, Model = selection.ModelName };
        }

        for (int round = 0; round < (options.Rounds ?? 1); round++)
        {
            foreach (string variant in options.Variants)
            {
                Console.Error.WriteLine($"selection, {variant}, round {round + 1} of {options.Rounds ?? 1}");
                results.Selection[variant].Rounds.Add(selection.Measure(variant));
                results.Save(options.Results);
            }
        }
    }

    private static AuditTimesResult WholeAudit(string path, string precision, ComparisonOptions options)
    {
        Console.Error.WriteLine($"the whole audit, {precision}");
        using var checkpoint = Checkpoint.Open(path);
        using var ceiling = new GemmCeiling(checkpoint.Config, 1024);
        string run = Path.Combine(Path.GetTempPath(), "refrain-audit-" + Guid.NewGuid().ToString("N"));
        double before = ceiling.Measure();
        var result = Once.Start(
            new OnceRequest
            {
                Model = path,
                Suite = options.Suite,
                Run = run,
                Precision = precision == "fast" ? Precision.Fast : Precision.Exact,
            }
        );
        return new AuditTimesResult
        {
            Machine = Machine.Description,
            Model = $"{checkpoint.Config.Architecture}, {checkpoint.ParameterCount / 1_000_000} M parameters",
            Suite = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Suite))),
            Ceiling = (before + ceiling.Measure()) / 2,
            Run = result,
        };
    }
}
