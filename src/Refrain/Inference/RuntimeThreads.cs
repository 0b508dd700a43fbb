using System.Globalization;

namespace Refrain.Inference;

/// <summary>Numbers of threads from outside.</summary>
internal static class RuntimeThreads
{
    private const string Variable = "REFRAIN_THREADS";

    /// <summary>What <c>REFRAIN_THREADS</c> says; null: it is not set.</summary>
    public static int? OfEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
            ? Check(Variable, text, int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) ? threads : 0)
            : null;

    /// <summary>The number, if it is one.</summary>
    /// <exception cref="BadInputException">Too many or too few.</exception>
    public static int Check(SettingText place, string text, int threads) =>
        threads >= 1 && threads <= ComputeSettings.MostThreads
            ? threads
            : throw new BadInputException(place, $"is {BadInputException.Show(text)}", ComputeSettings.ThreadsExpected);
}
