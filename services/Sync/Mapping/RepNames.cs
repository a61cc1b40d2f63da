namespace Teg.Platform.Sync.Mapping;

/// <summary>One name per representative, however people write it.</summary>
internal sealed class RepNames(IReadOnlyDictionary<string, IReadOnlyList<string>> aliases)
{
    private readonly Dictionary<string, string> canonicalByKey = aliases
        .SelectMany(rep => rep.Value.Append(rep.Key).Select(written => (Key: Text.Key(written)!, rep.Key)))
        .DistinctBy(entry => entry.Item1)
        .ToDictionary(entry => entry.Item1, entry => entry.Item2, StringComparer.Ordinal);

    /// <summary><c>"B. Akbulut"</c> → <c>"Burki Akbulut"</c>; a name nobody listed stays as written, tidied; blank is null.</summary>
    public string? Of(string? written) =>
        Text.Tidy(written) is { } tidy ? canonicalByKey.GetValueOrDefault(tidy.ToLowerInvariant(), tidy) : null;
}
