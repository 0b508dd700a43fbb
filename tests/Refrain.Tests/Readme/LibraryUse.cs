using Refrain.Audits;

namespace Refrain.Tests.Readme;

/// <summary>The README's example; a test checks that it is the same there.</summary>
internal static class LibraryUse
{
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
