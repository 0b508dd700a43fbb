using System.Globalization;
using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Bench.Same;

/// <summary>Why two runs answered one prompt differently.</summary>
/// <param name="Gap">How much likelier the model finds the first of the two tokens, in logits; null: the answers part in another
/// way.</param>
/// <param name="What">In words.</param>
internal sealed record Parting(double? Gap, string What);

/// <summary>Runs the model again on what two answers have in common, up to the token where they part.</summary>
internal sealed class NearTies : IDisposable
{
    // A float32 sum over a few hundred products in another order moves a logit by some 1e-5.
    public const double LargestGap = 1e-3;

    private const int Likeliest = 5;

    private readonly AuditReport report;
    private readonly Checkpoint checkpoint;
    private readonly Model model;
    private readonly PromptFormat format;
    private readonly Suite suite;
    private readonly IReadOnlyDictionary<string, Intervention> interventions;

    public NearTies(RunFiles run, string modelPath, string? suitePath)
    {
        report = run.Report;
        checkpoint = Checkpoint.Open(modelPath);
        if (checkpoint.WeightsHash != report.Model.WeightsHash)
        {
            throw new BadInputException(
                modelPath,
                $"has weights of the hash {checkpoint.WeightsHash}",
                $"{report.Model.WeightsHash}, the run's model"
            );
        }

        suite = suitePath is null ? Suite.Embedded() : Suite.Load(suitePath);
        if (suite.Hash != report.Suite.Hash)
        {
            throw new BadInputException(
                suitePath ?? "the embedded suite",
                $"has the hash {suite.Hash}",
                $"{report.Suite.Hash}, the run's suite"
            );
        }

        format = PromptFormat.Of(checkpoint, Options(report.Settings.Template));
        model = Model.Open(checkpoint, CacheFolder.Default, report.Settings.Precision, ownsCheckpoint: false);
        interventions = Interventions(run);
    }

    public Parting Of(ResponseName name, KeptResponse one, KeptResponse other)
    {
        if (one.Thought || other.Thought)
        {
            return new Parting(null, "thought first, which is not looked into");
        }

        if (name.Condition != "baseline" && !interventions.ContainsKey(name.Condition))
        {
            return new Parting(null, $"the run's folder does not say what {name.Condition} does");
        }

        int[] prompt = format.EncodeToAnswer(Text(name));
        var intervention = interventions.GetValueOrDefault(name.Condition);
        var answer = new List<int>();
        for (int step = 0; step <= report.Settings.MaxNewTokens; step++)
        {
            var tokens = Next([.. prompt, .. answer], intervention);
            var both = tokens.FirstOrDefault(token => Leads(answer, token.Id, one) && Leads(answer, token.Id, other));
            var mine = tokens.FirstOrDefault(token => Leads(answer, token.Id, one));
            var its = tokens.FirstOrDefault(token => Leads(answer, token.Id, other));
            if (both != default && both == tokens[0] || (both != default && (mine == both || its == both)))
            {
                answer.Add(both.Id);
                continue;
            }

            return mine == default || its == default
                ? new Parting(
                    null,
                    string.Create(CultureInfo.InvariantCulture, $"at token {step}, one goes on with none of the {Likeliest} likeliest")
                )
                : new Parting(
                    Math.Abs(mine.Logit - its.Logit),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"at token {step}, {Shown(mine.Id)} ({mine.Logit:F4}) and {Shown(its.Id)} ({its.Logit:F4})"
                    )
                );
        }

        return new Parting(null, "the model run again does not part");
    }

    public void Dispose()
    {
        model.Dispose();
        checkpoint.Dispose();
    }

    private static ChatOptions Options(ReportTemplate template) =>
        new()
        {
            System = template.System,
            GenerationPrompt = template.GenerationPrompt,
            Thinking = template.Thinking == ThinkingTreatment.On ? ThinkingMode.On : null,
            Variables = new SortedDictionary<string, JsonElement>(
                template.Options.ToDictionary(option => option.Key, option => JsonElement.Parse(option.Value)),
                StringComparer.Ordinal
            ),
            Date = template.Date is { } date
                ? DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                : new ChatOptions().Date,
        };

    // The run's directions are kept in float32: near enough for gaps of 1e-3.
    private Dictionary<string, Intervention> Interventions(RunFiles run)
    {
        var interventions = new Dictionary<string, Intervention>();
        string path = Path.Combine(run.Folder, "directions.safetensors");
        var selection = report.Selection;
        if (selection.Position is not { } position || selection.ChosenLayer is not { } layer || !File.Exists(path))
        {
            return interventions;
        }

        using var file = SafetensorsFile.Open(path);
        double[] Read(string name) => [.. file.Read(name).Select(value => (double)value)];
        double[] directions = Read("source.directions"),
            harmless = Read("source.harmless_means");
        int layers = checkpoint.Config.Layers,
            positions = format.PostInstruction.Length;
        var set = new DirectionSet(
            layers,
            positions,
            checkpoint.Config.HiddenSize,
            [.. directions.Zip(harmless, (r, mean) => r + mean)],
            harmless
        );
        interventions["ablated"] = selection.FirstLayer is { } first
            ? Intervention.Affine(set.Across(position), set.OffsetsAcross(position), layers, first)
            : Intervention.Ablate(set.At(layer, position), layers, report.Settings.Convention);
        if (selection.AdditionLayer is { } addition)
        {
            interventions["induced"] = Intervention.Add(set.At(addition, position), layers, addition);
        }

        return interventions;
    }

    private string Text(ResponseName name) =>
        Enum.GetValues<PromptClass>()
            .SelectMany(promptClass => Enum.GetValues<Split>().SelectMany(split => suite.Prompts(promptClass, split, name.Language)))
            .First(prompt => prompt.Key == name.Id)
            .Text;

    private (int Id, float Logit)[] Next(int[] ids, Intervention? intervention)
    {
        using var result = model.Forward(new ForwardRequest { Rows = [ids], Interventions = intervention is null ? null : [intervention] });
        return
        [
            .. result.Logits.ToArray().Index().OrderByDescending(pair => pair.Item).Take(Likeliest).Select(pair => (pair.Index, pair.Item)),
        ];
    }

    private bool Leads(List<int> answer, int token, KeptResponse response)
    {
        if (format.EndTokens.Contains(token))
        {
            return response.Ended && format.Answers.Of([.. answer]).Text == response.Text;
        }

        // A character of several tokens is incomplete before its last.
        string text = format.Answers.Of([.. answer, token]).Text.TrimEnd('\uFFFD');
        return response.Text.StartsWith(text, StringComparison.Ordinal);
    }

    private string Shown(int id) => format.EndTokens.Contains(id) ? "the end" : $"\"{BadInputException.Show(format.TokenText(id))}\"";
}
