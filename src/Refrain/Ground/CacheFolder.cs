namespace Refrain.Ground;

/// <summary>Where things that can be made again are kept.</summary>
internal static class CacheFolder
{
    /// <summary><c>REFRAIN_CACHE</c>, else <c>refrain</c> in <c>XDG_CACHE_HOME</c>, else in the user's cache folder.</summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("REFRAIN_CACHE") is { Length: > 0 } own)
            {
                return Path.GetFullPath(own);
            }

            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } shared)
            {
                return Path.Combine(Path.GetFullPath(shared), "refrain");
            }

            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return home.Length > 0 ? Path.Combine(home, ".cache", "refrain") : Path.Combine(Path.GetTempPath(), "refrain");
        }
    }
}
