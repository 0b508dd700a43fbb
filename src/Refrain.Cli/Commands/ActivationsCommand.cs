using System.CommandLine;
using System.Text.Json;
using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Hub;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Cli.Commands;

/// <summary><c>refrain activations</c>: logits and residual streams of prompts, with or without an intervention.</summary>
internal static class ActivationsCommand
{
    public static Command Create()
    {
        var model = Options.Model();
        var input = Options.Input(
            "JSON: {\"prompts\": [{\"ids\": [...]} or {\"text\": \"...\"}, ...]}; a text is one user turn in the model's template."
        );
        var output = Options.Output("The safetensors file to write: per prompt i i.logits and i.resid_pre, float32.");
        var intervention = new Option<string?>("--intervention")
        {
            Description = "JSON of an ablation, affine ablation or addition.",
            HelpName = "file",
        };
        var generate = new Option<int>("--generate")
        {
            Description = "Also answer each prompt with up to this many tokens, greedily.",
            HelpName = "number",
        };
        Options.Within(generate, 0, 100_000, whole: true, "a whole number from 0 to 100000");
        var last = new Option<bool>("--last") { Description = "Keep each prompt's last position only." };
        var precision = Options.Precision();
        var ignoreEnd = new Option<bool>("--ignore-end") { Description = "Generate past end tokens." };
        var ignore = PreflightOutput.Ignore();
        var json = Options.Json("{\"generated\": [[ids], ...]}");
        var command = new Command("activations", "Writes logits and residual streams of prompts to a safetensors file.")
        {
            model,
            input,
            output,
            intervention,
            generate,
            last,
            precision,
            ignoreEnd,
            ignore,
            json,
        };
        var template = new TemplateOptions().AddTo(command);
        var compute = new ComputeOptions().AddTo(command);
        var profiling = new ProfileOptions().AddTo(command);
        command.SetAction(
            (result, cancel) =>
                Task.Run(
                    () =>
                    {
                        using var profile = profiling.Start(result);
                        string cache = CacheFolder.Default;
                        using var checkpoint = Checkpoint.Open(
                            ModelFiles.Find(result.GetRequiredValue(model), HubContent.Model, result, cancel)
                        );
                        var prompts = Prompts(result.GetRequiredValue(input), checkpoint, template.Read(result));
                        PreflightEstimate
                            .OfActivations(
                                checkpoint,
                                [.. prompts.Select(prompt => prompt.Length)],
                                result.GetValue(last),
                                result.GetValue(generate),
                                cache,
                                result.GetRequiredValue(output),
                                Options.PrecisionOf(result.GetValue(precision)),
                                compute.Read(result)
                            )
                            .Begin(PreflightOutput.Say(result), result.GetValue(ignore));
                        using var opened = Model.Open(
                            checkpoint,
                            cache,
                            Options.PrecisionOf(result.GetValue(precision)),
                            compute: compute.Read(result)
                        );
                        var change = result.GetValue(intervention) is { } path ? InterventionFile.Read(path, opened.Config) : null;
                        new ActivationsExport(opened, prompts, change, result.GetValue(last), cancel).Write(
                            result.GetRequiredValue(output)
                        );
                        int[][] generated = Generate(
                            opened,
                            prompts,
                            change,
                            result.GetValue(generate),
                            result.GetValue(ignoreEnd),
                            cancel
                        );
                        if (result.GetValue(json))
                        {
                            result.Output.WriteLine(Json(generated));
                        }
                        else
                        {
                            result.Output.WriteLine(
                                $"{prompts.Count} prompts, {opened.Config.Layers + 1} streams each: {result.GetRequiredValue(output)}"
                            );
                            foreach (int[] ids in generated)
                            {
                                result.Output.WriteLine(string.Join(' ', ids));
                            }
                        }

                        return ExitCode.Done;
                    },
                    CancellationToken.None
                )
        );
        return command
            .WithExample(
                "Streams and logits at the last position",
                "refrain activations ./my-model --input prompts.json --output out.safetensors --last"
            )
            .WithExample(
                "Under ablation, with 24 tokens of answer",
                "refrain activations ./my-model --input prompts.json --output "
                    + "out.safetensors --intervention ablate.json --generate 24 --json"
            );
    }

    private static List<int[]> Prompts(string path, Checkpoint checkpoint, Tokens.ChatOptions template)
    {
        var reader = new JsonInput(path);
        PromptFormat? format = null;
        var prompts = new List<int[]>();
        foreach (var prompt in reader.Array(reader.Root, "prompts"))
        {
            string place = $"prompts[{prompts.Count}]";
            int[] ids = JsonInput.Find(prompt, "text") is not null
                ? (format ??= PromptFormat.Of(checkpoint, template)).EncodeToAnswer(reader.Text(prompt, "text"))
                :
                [
                    .. reader
                        .Array(prompt, "ids")
                        .Select(id =>
                            id.ValueKind == JsonValueKind.Number
                            && id.TryGetInt32(out int number)
                            && number >= 0
                            && number < checkpoint.Config.VocabularySize
                                ? number
                                : throw reader.Wrong(place + ".ids", id, $"token ids from 0 to {checkpoint.Config.VocabularySize - 1}")
                        ),
                ];
            prompts.Add(ids.Length > 0 ? ids : throw new BadInputException($"{path}: {place}", "has no tokens", "at least one"));
        }

        return prompts;
    }

    private static int[][] Generate(
        Model model,
        List<int[]> prompts,
        Intervention? change,
        int tokens,
        bool ignoreEnd,
        CancellationToken cancel
    )
    {
        if (tokens == 0)
        {
            return [];
        }

        var generated = new int[prompts.Count][];
        foreach (int[] batch in Batches.Plan([.. prompts.Select(prompt => prompt.Length + tokens)], 4 * model.BatchTokens, 64))
        {
            var answers = Generation.Greedy(
                model,
                new GenerationRequest
                {
                    Rows = [.. batch.Select(prompt => prompts[prompt])],
                    Interventions = change is null ? null : [.. batch.Select(_ => change)],
                    MaximumNewTokens = tokens,
                    IgnoreEnd = ignoreEnd,
                },
                cancel
            );
            for (int row = 0; row < batch.Length; row++)
            {
                generated[batch[row]] = answers[row].Ids;
            }
        }

        return generated;
    }

    private static string Json(int[][] generated) =>
        "{\"generated\": [" + string.Join(", ", generated.Select(ids => "[" + string.Join(", ", ids) + "]")) + "]}";
}
