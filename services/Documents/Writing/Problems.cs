namespace Teg.Platform.Documents.Writing;

/// <summary>What is wrong with inputs, in sentences by field path, in the order it was found.</summary>
internal sealed class Problems
{
    private readonly Dictionary<string, List<string>> found = new(StringComparer.Ordinal);

    public bool None => found.Count == 0;

    public void Add(string path, string sentence)
    {
        if (!found.TryGetValue(path, out var sentences))
        {
            found.Add(path, sentences = []);
        }

        sentences.Add(sentence);
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() => found.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray(), StringComparer.Ordinal);
}
