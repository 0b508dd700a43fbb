using Refrain.Audits;
using Refrain.Measurement;

namespace Refrain.Tests.Runs;

/// <summary>A finished audit of the demo model, with controls and stress.</summary>
public sealed class FinishedRun : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("refrain-run-").FullName;

    public FinishedRun()
    {
        var audit = Audit.Run(
            new AuditRequest
            {
                Runs = root,
                Settings = new AuditSettings
                {
                    Languages = ["en", "de"],
                    TestIds = "harmful:0-3,harmless:0-3,borderline:0-1",
                    Stress = new StressSettings { Probabilities = [0.5], Prompts = 2 },
                },
            }
        );
        (Folder, Report) = (audit.Folder, audit.Report);
    }

    public string Folder { get; }

    public AuditReport Report { get; }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
