namespace Refrain.Tests;

/// <summary>
/// Finds the reference data in <c>../shared</c> beside the repository; a test whose data is missing is skipped and says so.
/// </summary>
public static class Shared
{
    /// <summary>The repository's root: the nearest folder above the test assembly that holds <c>Directory.Packages.props</c>.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>True when the slow checks were asked for (<c>./build test --slow</c>).</summary>
    public static bool Slow => Environment.GetEnvironmentVariable("REFRAIN_SLOW_TESTS") == "1";

    /// <summary>The path of a file or folder under <c>../shared</c>; skips the running test when it is not there.</summary>
    public static string Path(params string[] parts)
    {
        string path = System.IO.Path.Combine([Repository, "..", "shared", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"needs ../shared/{string.Join('/', parts)}");
        return System.IO.Path.GetFullPath(path);
    }

    /// <summary>Skips the running test unless the slow checks were asked for.</summary>
    public static void NeedSlow() => Assert.SkipUnless(Slow, "slow: run ./build test --slow");

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("the tests run outside of the repository");
    }
}
