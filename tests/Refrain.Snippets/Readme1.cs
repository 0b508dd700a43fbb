using Refrain.Audits;

namespace Refrain.Snippets;

/// <summary>An audit in a program.</summary>
public static class Readme1
{
    /// <summary>What the document shows.</summary>
    public static void Run()
    {
        var audit = Audit.Run(
            new AuditRequest
            {
                Model = "path/to/model",
                Settings = new AuditSettings { Languages = ["en", "de", "ko", "yo"] },
            }
        );
        foreach (var (language, measured) in audit.Report.Languages)
        {
            Console.WriteLine($"{language}: {measured.Verdict}");
        }
    }
}
