using System.Text;
using System.Text.Json.Nodes;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

public class RunFolderTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Fact]
    public void A_finished_run_reads_back_as_its_audit_left_it()
    {
        var run = RunFolder.Open(finished.Folder);
        Assert.Equal(ReportJson.Write(finished.Report), ReportJson.Write(run.Report));
        Assert.Equal(Path.GetFullPath(finished.Folder), run.Folder);
        Assert.Contains("model.weights", run.Manifest.Determines.Keys);
        var answers = run.ReadAnswers().ToArray();
        Assert.Equal(run.ReadResponses(), answers.Select(answer => answer.Response));
        Assert.Equal(run.ReadJudgements(), answers.Select(answer => answer.Judgement));
        Assert.Contains(answers, answer => answer.Response.Control == Control.Random);
        Assert.Contains(answers, answer => answer.Response is { Condition: Condition.Stressed, AblationProbability: 0.5 });
        Assert.All(answers, answer => Assert.False(string.IsNullOrEmpty(answer.Response.Prompt)));
        foreach (var (code, language) in run.Report.Languages)
        {
            var baseline = answers
                .Where(answer => answer.Response.Language == code)
                .Where(answer => answer.Response is { Class: PromptClass.Harmful, Condition: Condition.Baseline })
                .ToArray();
            Assert.Equal(language.Rates.Harmful.Baseline!.N, baseline.Length);
            Assert.Equal(language.Rates.Harmful.Baseline.Refusal, baseline.Count(answer => answer.Judgement.Outcome == Outcome.Refusal));
        }
    }

    [Theory]
    [InlineData("responses.jsonl")]
    [InlineData("judgements.jsonl")]
    public void Rows_that_are_written_again_are_the_same_bytes(string file)
    {
        var run = RunFolder.Open(finished.Folder);
        using var written = new MemoryStream();
        if (file == "responses.jsonl")
        {
            RunRows.Write(written, run.ReadResponses());
        }
        else
        {
            RunRows.Write(written, run.ReadJudgements());
        }

        Assert.Equal(File.ReadAllBytes(Path.Combine(finished.Folder, file)), written.ToArray());
    }

    [Fact]
    public void Directions_read_back_with_their_metadata()
    {
        var run = RunFolder.Open(finished.Folder);
        using var directions = run.OpenDirections();
        using var file = SafetensorsFile.Open(Path.Combine(finished.Folder, "directions.safetensors"));
        Assert.Equal(["de", "en"], directions.Languages);
        Assert.Equal(Refrain.Inference.Precision.Exact, directions.Precision);
        Assert.Equal("layer, position (-P ... -1), hidden", directions.Metadata["axes"]);
        var german = directions.Of("de")!;
        Assert.Equal(run.Report.Model.Layers, german.Layers);
        Assert.Equal(file.Read("de.directions"), german.Directions.ToArray());
        Assert.Equal(file.Read("de.harmless_means"), german.HarmlessMeans.ToArray());
        int last = german.Directions.Length - german.HiddenSize;
        Assert.Equal(german.Directions[last..].ToArray(), german.At(german.Layers - 1, -1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => german.At(german.Layers, -1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => german.At(0, 0).Length);
        Assert.Equal(file.Read("source.directions"), directions.OfSource()!.Directions.ToArray());
        var control = directions.OfControl(Control.Shuffled)!;
        Assert.Equal((1, file.Read("source.shuffled.directions").Length), (control.Positions, control.Directions.Length));
        Assert.Null(directions.Of("fr"));
        Assert.Null(directions.OfSource("de"));
    }

    [Fact]
    public void Measurements_are_those_of_the_report()
    {
        var run = RunFolder.Open(finished.Folder);
        var measured = run.ReadMeasurements();
        Assert.Equal(run.Report.Selection.ChosenLayer, measured.Selection.ChosenLayer);
        Assert.Equal(run.Report.Languages.Keys, measured.Languages.Keys);
        Assert.Equal(run.Report.Cosines!.Languages, measured.Cosines!.Languages);
        Assert.Null(measured.Precision);
    }

    [Fact]
    public void A_folder_that_is_no_finished_run_is_refused()
    {
        Refused(RunFolder.Open, Path.Combine(finished.Folder, "nothing"), "does not exist");
        Refused(RunFolder.Open, "", "is \"\"");
        using var copy = new RunCopy(finished.Folder);
        File.Delete(copy.File("report.json"));
        Refused(RunFolder.Open, copy.Folder, "has not finished");
        File.WriteAllText(copy.File("manifest.json"), "{}");
        Refused(RunFolder.Open, copy.Folder, "manifest.json");
        File.Delete(copy.File("manifest.json"));
        Refused(RunFolder.Open, copy.Folder, "has no manifest.json");
    }

    [Theory]
    [InlineData("report.json", "", "report.json")]
    [InlineData("report.json", "[]", "schema_version: is missing")]
    [InlineData("report.json", "{\"schema_version\": 999}", "schema_version: is 999")]
    [InlineData("report.json", "{\"schema_version\": 1}", "report.json")]
    public void A_report_that_cannot_be_read_is_refused(string file, string content, string message)
    {
        using var copy = new RunCopy(finished.Folder);
        File.WriteAllText(copy.File(file), content);
        Refused(RunFolder.Open, copy.Folder, message);
        File.WriteAllBytes(copy.File(file), [(byte)'"', 0xC3, (byte)'"']);
        Refused(RunFolder.Open, copy.Folder, "is no UTF-8 text");
    }

    [Theory]
    [InlineData("schema_version", "2", "line 2: schema_version: is 2; expected 1")]
    [InlineData("language", "null", "line 2: language is null")]
    [InlineData("language", "7", "line 2: language is 7")]
    [InlineData("class", "\"odd\"", "line 2: class is odd; expected harmful, harmless or borderline")]
    [InlineData("condition", "\"Baseline\"", "line 2: condition is Baseline; expected baseline, ablated, induced or stressed")]
    [InlineData("control", "\"x\"", "line 2: control is x")]
    [InlineData("outcome", "\"maybe\"", "line 2: outcome is maybe; expected refusal, compliance, degenerate or unjudged")]
    [InlineData("outcome", "3", "line 2: outcome is 3")]
    [InlineData("outcome", null, "line 2: has no outcome")]
    [InlineData("probability", "\"x\"", "line 2: probability is x")]
    [InlineData("reason", "\"\\ud800\"", "line 2")]
    public void A_row_that_no_audit_wrote_is_refused_with_its_line(string field, string? value, string message)
    {
        using var copy = new RunCopy(finished.Folder);
        string[] lines = File.ReadAllLines(copy.File("judgements.jsonl"));
        var row = JsonNode.Parse(lines[1])!.AsObject();
        row.Remove(field);
        lines[1] = row.ToJsonString()[..^1] + (value is null ? "}" : $",\"{field}\":{value}}}");
        File.WriteAllLines(copy.File("judgements.jsonl"), lines);
        var run = RunFolder.Open(copy.Folder);
        var rows = new List<RunJudgement>();
        var error = Assert.Throws<BadInputException>(() => rows.AddRange(run.ReadJudgements()));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("judgements.jsonl", error.Place, StringComparison.Ordinal);
        Assert.Single(run.ReadJudgements().Take(1));
    }

    [Fact]
    public void Files_that_are_missing_damaged_or_swapped_are_refused()
    {
        using var copy = new RunCopy(finished.Folder);
        var run = RunFolder.Open(copy.Folder);
        string[] lines = File.ReadAllLines(copy.File("responses.jsonl"));
        File.WriteAllLines(copy.File("responses.jsonl"), lines.Reverse());
        Refused(_ => run.ReadAnswers().Count(), "", "has no judgement in the same line");
        File.WriteAllText(copy.File("responses.jsonl"), lines[0][..30]);
        Refused(_ => run.ReadResponses().Count(), "", "responses.jsonl: line 1: is no JSON");
        File.WriteAllBytes(copy.File("responses.jsonl"), Encoding.Latin1.GetBytes("{\"language\":\"ä\"}"));
        Refused(_ => run.ReadResponses().Count(), "", "is no UTF-8 text");
        File.WriteAllText(copy.File("measurements.json"), "{\"schema_version\": 999}");
        Refused(_ => run.ReadMeasurements(), "", "schema_version: is 999");
        byte[] tensors = File.ReadAllBytes(copy.File("directions.safetensors"));
        File.WriteAllBytes(copy.File("directions.safetensors"), tensors[..200]);
        Refused(_ => run.OpenDirections(), "", "directions.safetensors");
        SafetensorsWriter.Write(copy.File("directions.safetensors"), [SafetensorsTensor.Of("a", [1], [1])]);
        Refused(_ => run.OpenDirections(), "", "schema_version: is missing");
        SafetensorsWriter.Write(
            copy.File("directions.safetensors"),
            [SafetensorsTensor.Of("en.directions", [2, 1], [1, 2]), SafetensorsTensor.Of("en.harmless_means", [1, 2], [1, 2])],
            new Dictionary<string, string> { ["schema_version"] = "1" }
        );
        using (var misshapen = run.OpenDirections())
        {
            Refused(_ => misshapen.Of("en"), "", "has the shapes [2, 1] and [1, 2]");
        }

        foreach (string file in (string[])["responses.jsonl", "measurements.json", "directions.safetensors"])
        {
            File.Delete(copy.File(file));
        }

        Refused(_ => run.ReadResponses().Count(), "", "responses.jsonl: is missing");
        Refused(_ => run.ReadMeasurements(), "", "measurements.json: is missing");
        Refused(_ => run.OpenDirections(), "", "directions.safetensors: is missing");
    }

    private static void Refused<T>(Func<string, T> open, string folder, string message) =>
        Assert.Contains(message, Assert.Throws<BadInputException>(() => open(folder)).Message, StringComparison.Ordinal);

    private sealed class RunCopy : IDisposable
    {
        public RunCopy(string folder)
        {
            foreach (
                string path in Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is ".json" or ".jsonl" or ".safetensors")
            )
            {
                System.IO.File.Copy(path, File(Path.GetFileName(path)));
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("refrain-run-copy-").FullName;

        public string File(string name) => Path.Combine(Folder, name);

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
