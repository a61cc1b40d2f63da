using System.Collections.Frozen;
using System.Reflection;

namespace Teg.Platform.Qualifier.Judging;

/// <summary>The versions of the prompt, one file each under Judging/Prompts: 2026-11-1.md is year, month and number. A version is never edited once it has judged.</summary>
internal static class PromptBook
{
    private const string Folder = "prompts/";

    private static readonly FrozenDictionary<string, string> Texts = Read();

    /// <summary>All versions, newest first.</summary>
    public static IReadOnlyList<string> Versions { get; } = [.. Texts.Keys.OrderDescending(Comparer<string>.Create(ByNumbers))];

    public static string Newest => Versions[0];

    /// <summary>The prompt to judge by; the newest for none and for one that nobody knows.</summary>
    public static (string Version, string Text) For(string? version) =>
        version is not null && Texts.TryGetValue(version, out var text) ? (version, text) : (Newest, Texts[Newest]);

    // 2026-11-10 comes after 2026-11-9.
    private static int ByNumbers(string one, string other)
    {
        static int[] Parts(string version) => [.. version.Split('-').Select(part => int.TryParse(part, out var number) ? number : 0)];
        return Parts(one).Zip(Parts(other), (left, right) => left.CompareTo(right)).FirstOrDefault(order => order != 0, string.CompareOrdinal(one, other));
    }

    private static FrozenDictionary<string, string> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).ToFrozenDictionary(
            name => Path.GetFileNameWithoutExtension(name[Folder.Length..]),
            name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            },
            StringComparer.Ordinal);
    }
}
