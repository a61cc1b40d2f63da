using System.Reflection;

namespace Teg.Platform.Bench.Running;

internal static class Repository
{
    /// <summary>Where this program was built from.</summary>
    public static string Folder { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "repository").Value!;
}
