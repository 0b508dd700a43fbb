using Refrain.Audits;
using Refrain.Comparisons;
using Refrain.Directions;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Inspections;
using Refrain.Judging.Remote;

namespace Refrain.Tests.Preflights;

/// <summary>Settings that make no sense are refused before anything is opened: there is no model to open here.</summary>
public class SettingCheckTests
{
    private static readonly RemoteJudgeSettings Judge = new()
    {
        Format = "wildguard",
        Endpoint = "https://host/v1",
        Model = "m",
    };

    public static TheoryData<string, object> Settings =>
        new()
        {
            {
                "Languages: is an empty list; expected languages, or null.",
                new AuditSettings { Languages = [] }
            },
            {
                "Languages: is null; expected a language tag such as de, yo or zh-Hant.",
                new AuditSettings { Languages = [null!] }
            },
            {
                "Languages: is  ; expected a language tag such as de, yo or zh-Hant.",
                new AuditSettings { Languages = ["en", " "] }
            },
            {
                "Source: is null; expected a language.",
                new AuditSettings { Source = null! }
            },
            {
                "Sources: is an empty list; expected languages, or null.",
                new AuditSettings { Sources = [] }
            },
            {
                "Sources: is EN; expected a language tag such as de, yo or zh-Hant.",
                new AuditSettings { Sources = ["EN"] }
            },
            {
                "MaximumNewTokens: is 0; expected a whole number from 1 on.",
                new AuditSettings { MaximumNewTokens = 0 }
            },
            {
                "TrainPrompts: is -1; expected a whole number from 1 on.",
                new AuditSettings { TrainPrompts = -1 }
            },
            {
                "ValidationPrompts: is 0; expected a whole number from 1 on.",
                new AuditSettings { ValidationPrompts = 0 }
            },
            {
                "TestIds: names the class 'x'; expected harmful, harmless or borderline.",
                new AuditSettings { TestIds = "x:1" }
            },
            {
                "OverRefusal: is a list without files; expected files, or none.",
                new AuditSettings { OverRefusal = [null!] }
            },
            {
                "Convention: is None; expected Stream or Module.",
                new AuditSettings { Convention = default }
            },
            {
                "Precision: is 9; expected one of Exact, Fast.",
                new AuditSettings { Precision = (Precision)9 }
            },
            {
                "Probabilities: is an empty list; expected rising",
                new AuditSettings { Stress = new() { Probabilities = [] } }
            },
            {
                "Probabilities: is 0.5,0.1; expected rising",
                new AuditSettings { Stress = new() { Probabilities = [.5, .1] } }
            },
            {
                "Probabilities: is 0.5,0.5; expected rising",
                new AuditSettings { Stress = new() { Probabilities = [.5, .5] } }
            },
            {
                "Probabilities: is 1; expected rising",
                new AuditSettings { Stress = new() { Probabilities = [1] } }
            },
            {
                "Probabilities: is NaN; expected rising",
                new AuditSettings { Stress = new() { Probabilities = [double.NaN] } }
            },
            {
                "Prompts: is 0; expected a whole number from 1 on.",
                new AuditSettings { Stress = new() { Prompts = 0 } }
            },
            {
                "GeneratedDivergence: is NaN; expected a number of nats from 0 on.",
                new AuditSettings { AnswerLimits = new() { GeneratedDivergence = double.NaN } }
            },
            {
                "DegenerateShare: is 1.5; expected a share from 0 to 1.",
                new AuditSettings { AnswerLimits = new() { DegenerateShare = 1.5 } }
            },
            {
                "OverRefusal: is -1; expected a share from 0 to 1.",
                new AuditSettings { AnswerLimits = new() { OverRefusal = -1 } }
            },
            { "Format: is x; expected one of", Judge with { Format = "x" } },
            { "Endpoint: is http to host; expected https", Judge with { Endpoint = "http://host/v1" } },
            { "Model: is null; expected the model's name", Judge with { Model = null! } },
            { "Concurrency: is 0; expected a whole number from 1 on.", Judge with { Concurrency = 0 } },
            { "Tries: is 0; expected a whole number from 1 on.", Judge with { Tries = 0 } },
            { "Timeout: is 00:00:00; expected a time above 0", Judge with { Timeout = TimeSpan.Zero } },
            { "RetryPause: is -00:00:01; expected a time from 0 on.", Judge with { RetryPause = TimeSpan.FromSeconds(-1) } },
            { "LongestWait: is -00:00:01; expected a time from 0 on.", Judge with { LongestWait = TimeSpan.FromSeconds(-1) } },
            { "LargestAnswer: is 0; expected a number of bytes from 1 on.", Judge with { LargestAnswer = 0 } },
            { "Budget: is requests=-1; expected numbers from 0 on.", Judge with { Budget = new JudgeBudget(Requests: -1) } },
            { "Budget: is tokens=-5; expected numbers from 0 on.", Judge with { Budget = new JudgeBudget(Tokens: -5) } },
            { "Budget: is seconds=NaN; expected numbers from 0 on.", Judge with { Budget = new JudgeBudget(Seconds: double.NaN) } },
        };

    [Theory]
    [MemberData(nameof(Settings))]
    public void An_audit_an_estimate_and_a_judge_refuse_what_makes_no_sense(string message, object given)
    {
        var settings = given as AuditSettings ?? new AuditSettings { Judge = (RemoteJudgeSettings)given };
        var request = new AuditRequest { Model = "/nothing/here", Settings = settings };
        Assert.StartsWith(message, Refused(() => Audit.Run(request)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Refused(() => AuditEstimate.Of(request)).Message, StringComparison.Ordinal);
        if (given is RemoteJudgeSettings judge)
        {
            Assert.StartsWith(message, Refused(() => new RemoteJudge(judge, AnswerMemory.OfProcess())).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Run: is \"\"; expected a folder's path.", "", null, null)]
    [InlineData("Run: is \" \"; expected a folder's path.", " ", null, null)]
    [InlineData("Threads: is 0; expected a whole number from 1 to", null, 0, null)]
    [InlineData("BatchTokens: is -1; expected a whole number from 1 to 65536.", null, null, -1)]
    public void A_request_is_refused(string message, string? run, int? threads, int? batch)
    {
        var request = new AuditRequest
        {
            Model = "/nothing/here",
            Run = run,
            Compute = new() { Threads = threads, BatchTokens = batch },
        };
        Assert.StartsWith(message, Refused(() => Audit.Run(request)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Languages: is an empty list", 0)]
    [InlineData("Sample: is -1; expected a whole number from 0 on, or null.", -1)]
    public void An_inspection_is_refused(string message, int sample)
    {
        var request = new InspectionRequest
        {
            Model = "/nothing/here",
            Cache = "/nothing",
            Languages = sample == 0 ? [] : null,
            Sample = sample,
        };
        Assert.StartsWith(message, Refused(() => Inspection.Of(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_is_refused()
    {
        var request = new ComparisonRequest { A = "/nothing/a", B = "/nothing/b" };
        string Of(ComparisonRequest wrong) => Refused(() => AuditComparison.Run(wrong)).Message;
        Assert.StartsWith("Runs: is null; expected a folder's path.", Of(request with { Runs = null! }), StringComparison.Ordinal);
        Assert.StartsWith("Output: is a\uFFFDb; expected a folder's path.", Of(request with { Output = "a\0b" }), StringComparison.Ordinal);
        Assert.StartsWith("Junit: is \"\"; expected a file's path.", Of(request with { Junit = "" }), StringComparison.Ordinal);
        Assert.StartsWith("Sarif: is \" \"; expected a file's path.", Of(request with { Sarif = " " }), StringComparison.Ordinal);
        Assert.Contains("/nothing/a", Of(request), StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_sense_is_not_refused()
    {
        new AuditRequest
        {
            Settings = new AuditSettings
            {
                Languages = ["en", "en", "zh-Hant"],
                Sources = [AuditSettings.All],
                Convention = HookSites.Module,
                AnswerLimits = new AnswerLimits { GeneratedDivergence = 0, DegenerateShare = 1 },
                Stress = new StressSettings { Probabilities = [.5], Prompts = 1 },
                TestIds = "harmful:0-3",
                Judge = Judge with { Budget = new JudgeBudget(0, 0, 0) },
            },
            Run = "run",
        }.Check();
        new AuditRequest().Check();
    }

    private static BadInputException Refused(Func<object> action) => Assert.Throws<BadInputException>(action);
}
