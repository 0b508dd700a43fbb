using System.Text.Json;
using System.Text.Json.Nodes;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Tests.Reports;

/// <summary>report.json has the names that others rely on, and a file that is no report is one clear error.</summary>
public sealed class ReportJsonTests
{
    [Theory]
    [InlineData("schema_version")]
    [InlineData("selection.verdict")]
    [InlineData("selection.intervention")]
    [InlineData("selection.position")]
    [InlineData("selection.first_layer")]
    [InlineData("selection.addition_layer")]
    [InlineData("selection.candidates.0.ablation_refusal_score")]
    [InlineData("selection.candidates.0.induced_refusal_score")]
    [InlineData("selection.candidates.0.kl")]
    [InlineData("selection.candidates.0.kind")]
    [InlineData("selection.candidates.0.layer")]
    [InlineData("languages.de.verdict")]
    [InlineData("languages.de.rates.harmful.baseline.refusal")]
    [InlineData("languages.de.rates.harmful.ablated.compliance")]
    [InlineData("languages.de.rates.harmless.induced.degenerate")]
    [InlineData("languages.de.rates.harmful.baseline.unjudged")]
    [InlineData("languages.de.rates.harmful.baseline.n")]
    [InlineData("languages.de.rates.harmful.baseline.rate")]
    [InlineData("languages.de.rates.harmful.baseline.low")]
    [InlineData("languages.de.rates.harmful.baseline.high")]
    [InlineData("languages.de.rates.borderline.induced")]
    [InlineData("languages.de.refusal_score.harmful.ablated.mean")]
    [InlineData("languages.de.refusal_score.harmless.induced.values.63")]
    [InlineData("languages.de.auroc")]
    [InlineData("languages.de.onset_tokens.0.difference")]
    [InlineData("judge.errors.en.kappa")]
    [InlineData("times.seconds.selection")]
    [InlineData("times.processed.selection.tokens")]
    [InlineData("times.starts")]
    [InlineData("times.threads")]
    [InlineData("times.batch_tokens")]
    [InlineData("cosines.layers.0.values.13.13")]
    [InlineData("languages.yo.mechanism.verdict")]
    [InlineData("languages.yo.mechanism.incapable")]
    [InlineData("languages.yo.mechanism.evidence")]
    [InlineData("languages.yo.mechanism.degenerate.share")]
    [InlineData("geometry.layers.1.languages.de.cosine_p")]
    [InlineData("geometry.layers.1.languages.de.retrieval_to_source")]
    [InlineData("geometry.layers.1.separation_with_refusal_score.spearman")]
    [InlineData("geometry.layers.1.retrieval_with_rate_fall.pearson_p")]
    [InlineData("geometry.components.languages.de.own_harmful.0.1")]
    public void A_documented_name_is_there(string path)
    {
        using var document = JsonDocument.Parse(ReportJson.Write(ReportFixtures.Affine()));
        var element = document.RootElement;
        foreach (string part in path.Split('.'))
        {
            element = int.TryParse(part, out int index) ? element[index] : element.GetProperty(part);
        }
    }

    [Fact]
    public void Affine_ablation_has_a_first_layer_and_zero_ablation_a_layer()
    {
        var affine = JsonNode.Parse(ReportJson.Write(ReportFixtures.Affine()))!["selection"]!.AsObject();
        var zero = ReportFixtures.Affine() with
        {
            Selection = new SelectionReport
            {
                Verdict = SelectionVerdict.Passed,
                Intervention = AblationKind.Zero,
                Position = -1,
                Layer = 9,
            },
        };
        var written = JsonNode.Parse(ReportJson.Write(zero))!["selection"]!.AsObject();
        Assert.False(affine.ContainsKey("layer"));
        Assert.False(written.ContainsKey("first_layer"));
        Assert.Equal(9, (int)written["layer"]!);
    }

    [Fact]
    public void Without_a_direction_the_intervention_is_null_and_the_baseline_is_there()
    {
        var report = JsonNode.Parse(ReportJson.Write(ReportFixtures.NothingPasses()))!;
        Assert.True(report["selection"]!.AsObject().ContainsKey("intervention"));
        Assert.Null(report["selection"]!["intervention"]);
        Assert.Null(report["languages"]!["en"]!["rates"]!["harmful"]!["ablated"]);
        Assert.Equal(64, (int)report["languages"]!["en"]!["rates"]!["harmful"]!["baseline"]!["n"]!);
    }

    [Fact]
    public void A_number_that_is_none_is_null()
    {
        var report = ReportFixtures.Affine() with
        {
            Selection = new SelectionReport { Verdict = SelectionVerdict.Passed, AdditionRefusalScore = double.NaN },
        };
        Assert.Null(JsonNode.Parse(ReportJson.Write(report))!["selection"]!["addition_refusal_score"]);
    }

    [Theory]
    [InlineData("", "is not an audit's report")]
    [InlineData("[]", "schema_version: is missing")]
    [InlineData("{}", "schema_version: is missing")]
    [InlineData("""{"schema_version": 2}""", "schema_version: is 2")]
    [InlineData("""{"schema_version": 1e99}""", "schema_version: is 1e99")]
    [InlineData("""{"schema_version": 1}""", "is not an audit's report")]
    [InlineData("""{"schema_version": 1, "doubts": null}""", "is not an audit's report")]
    [InlineData("""{"schema_version": 1, "command": "\ud800"}""", "is not an audit's report")]
    public void A_file_that_is_no_report_of_this_version_is_one_clear_error(string json, string problem)
    {
        var error = Assert.Throws<BadInputException>(() => ReportJson.Read(json, "report.json"));
        Assert.StartsWith("report.json", error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("$.selection.verdict")]
    [InlineData("$.selection.candidates[3].kind")]
    [InlineData("$.languages.en.verdict")]
    [InlineData("$.languages.en.mechanism.verdict")]
    [InlineData("$.transfer.cells[2].claim")]
    [InlineData("$.transfer.cells[2].condition")]
    [InlineData("$.examples[1].class")]
    [InlineData("$.examples[1].outcome")]
    [InlineData("$.settings.convention")]
    [InlineData("$.settings.template.thinking")]
    public void A_word_that_no_report_has_is_an_error_with_its_place(string path)
    {
        var json = JsonNode.Parse(ReportJson.Write(ReportFixtures.Affine()))!;
        string[] parts = path["$.".Length..].Split('.', '[', ']').Where(part => part.Length > 0).ToArray();
        var parent = parts.SkipLast(1).Aggregate(json, (node, part) => (int.TryParse(part, out int index) ? node[index] : node[part])!);
        Assert.NotNull(parent[parts[^1]]);
        foreach (var wrong in (JsonNode?[])["Refuses", 1, null])
        {
            parent[parts[^1]] = wrong?.DeepClone();
            var error = Assert.Throws<BadInputException>(() => ReportJson.Read(json.ToJsonString(), "report.json"));
            Assert.Equal($"report.json: {path}", error.Place);
        }
    }

    [Fact]
    public void A_matrix_that_is_not_square_is_one_clear_error()
    {
        var json = JsonNode.Parse(ReportJson.Write(ReportFixtures.Affine()))!;
        json["cosines"]!["layers"]![3]!["values"]!.AsArray().RemoveAt(0);
        var error = Assert.Throws<BadInputException>(() => ReportJson.Read(json.ToJsonString(), "report.json"));
        Assert.Contains("layer 4 is not square", error.Message);
    }

    [Fact]
    public void P_values_that_are_no_matrix_and_points_that_are_not_two_numbers_are_one_clear_error()
    {
        var json = JsonNode.Parse(ReportJson.Write(ReportFixtures.Affine()))!;
        json["cosines"]!["layers"]![2]!["p_values"] = new JsonArray(new JsonArray(0.5));
        Assert.Contains(
            "layer 3 is not square",
            Assert.Throws<BadInputException>(() => ReportJson.Read(json.ToJsonString(), "report.json")).Message
        );

        json = JsonNode.Parse(ReportJson.Write(ReportFixtures.Affine()))!;
        json["geometry"]!["components"]!["languages"]!["ko"]!["own_harmless"]![1]!.AsArray().RemoveAt(0);
        Assert.Contains(
            "components.languages.ko",
            Assert.Throws<BadInputException>(() => ReportJson.Read(json.ToJsonString(), "report.json")).Message
        );
    }
}
