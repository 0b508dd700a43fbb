using Refrain.Audits;
using Refrain.Prompts;
using Refrain.Runs;

namespace Refrain.Comparisons;

/// <summary>What was named to be compared: a finished run, or a model that is audited first.</summary>
internal static class ComparedSource
{
    /// <summary>The audit that it needs; null: it is a run.</summary>
    /// <param name="name">A run's folder or a model.</param>
    /// <param name="other">What it is compared with.</param>
    /// <param name="audit">The audit of a model; null: none is meant.</param>
    /// <exception cref="BadInputException">It is neither, or its audit could not be compared with the other.</exception>
    public static AuditRequest? Audit(string name, string other, Func<string, AuditRequest>? audit)
    {
        if (IsRun(name))
        {
            return null;
        }

        if (audit is null)
        {
            throw new BadInputException(
                BadInputException.Show(name),
                Path.Exists(name) ? "is no run: it has no manifest.json" : "does not exist",
                "the folder of a finished run",
                $"Audit the model first, or give {KnownSettings.ComparedAudit}: a model is then audited before it is compared."
            );
        }

        var request = audit(name);
        CheckEarly(name, other, request);
        return request;
    }

    public static bool IsRun(string name) => !name.Contains('\0') && File.Exists(Path.Combine(name, ManifestFile.Name));

    // An audit takes long: what could not be compared with the finished run is refused before.
    private static void CheckEarly(string name, string other, AuditRequest request)
    {
        if (!IsRun(other))
        {
            return;
        }

        using var store = RunStore.OpenForReading(other);
        string? suite = RunReport.Find(store)?.Suite.Hash;
        string own = Suite.Open(request.Suite).Hash;
        if (suite is not null && suite != own)
        {
            throw new BadInputException(
                KnownSettings.Suite,
                $"has the hash {own}, for the audit of {BadInputException.Show(name)}",
                $"{suite}, the suite of {BadInputException.Show(other)}",
                "Give the suite that the run was made with."
            );
        }
    }
}
