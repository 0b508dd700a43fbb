using System.Reflection;

namespace Refrain.Ground;

/// <summary>The product's version, as its build was given it.</summary>
internal static class ProductVersion
{
    /// <summary>Without what follows a plus, such as <c>0.1.0-alpha.0.12</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "unknown";
}
