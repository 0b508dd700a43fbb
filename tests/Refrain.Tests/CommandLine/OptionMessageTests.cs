using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

/// <summary>What the library refuses is told in the command line's words.</summary>
public class OptionMessageTests
{
    [Theory]
    [InlineData("--languages: is xx, which the suite does not have", "audit", "--languages", "xx")]
    [InlineData("--source: is xx, which the suite does not have", "audit", "--source", "xx")]
    [InlineData("--sources: is xx, which the suite does not have", "audit", "--sources", "en,xx")]
    [InlineData("--test-ids: has the entry 'foo'", "audit", "--test-ids", "foo")]
    [InlineData("--run: is \"\"; expected a folder's path.", "audit", "--run", "")]
    [InlineData("Name it: --over-refusal NAME=path.", "audit", "--over-refusal", "a/b=none.csv")]
    [InlineData(
        "--thinking: is off, and --template-option enable_thinking says",
        "audit",
        "--thinking=off",
        "--template-option=enable_thinking=true"
    )]
    [InlineData("--stress-probabilities: has 2", "audit", "--stress", "--stress-probabilities", "2")]
    [InlineData("Lower --max-new-tokens, or leave the prompt out with --test-ids.", "audit", "--max-new-tokens", "4096")]
    [InlineData("--judge-endpoint: is ftp://x", "audit", "--judge=wildguard", "--judge-endpoint=ftp://x", "--judge-model=m")]
    [InlineData("give --audit: a model is then audited", "compare", "none", "none")]
    [InlineData("refrain compare --print-thresholds prints a complete file.", "compare", "none", "none", "--thresholds", "none.json")]
    [InlineData("a file that refrain judge learn has written", "judge", "ROWS", "--weights", "none.json")]
    [InlineData("say with --column which field it is.", "judge", "NO_LANGUAGE")]
    [InlineData("Check --run, or leave --resume out to start a new run", "audit", "--run", "NEW", "--resume")]
    [InlineData("--profile: NEW", "audit", "--profile", "NEW/none/profile.json")]
    public async Task A_refusal_names_options(string words, params string[] command)
    {
        string folder = Directory.CreateTempSubdirectory("refrain-messages-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "rows"), """{"response": "no", "language": "en"}""");
            await File.WriteAllTextAsync(Path.Combine(folder, "bare"), """{"response": "no"}""");
            string Placed(string word) =>
                word.Replace("NO_LANGUAGE", Path.Combine(folder, "bare"), StringComparison.Ordinal)
                    .Replace("ROWS", Path.Combine(folder, "rows"), StringComparison.Ordinal)
                    .Replace("NEW", Path.Combine(folder, "new"), StringComparison.Ordinal);
            var run = await CommandRun.Of([.. command.Select(Placed)]);
            Assert.Equal((ExitCode.BadInput, ""), (run.ExitCode, run.Output));
            Assert.Contains(Placed(words), run.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
