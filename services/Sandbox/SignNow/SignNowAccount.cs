using System.Security.Cryptography;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>One account with its documents and where it calls.</summary>
internal sealed class SignNowAccount
{
    public const string UserId = "50ea5a1d0c0e4b7b8a3f2c1d9e8f7a6b5c4d3e2f";
    public const string UserEmail = "agreements@teg.example";

    private readonly Lock gate = new();
    private readonly Dictionary<string, SignNowDocument> documents = new(StringComparer.Ordinal);
    private readonly List<SignNowHook> hooks = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SignNowDocument> Documents
    {
        get
        {
            lock (gate)
            {
                return [.. documents.Values.OrderByDescending(document => document.CreatedAt)];
            }
        }
    }

    public IReadOnlyList<SignNowHook> Hooks
    {
        get
        {
            lock (gate)
            {
                return [.. hooks];
            }
        }
    }

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    public SignNowDocument? Find(string id)
    {
        lock (gate)
        {
            return documents.GetValueOrDefault(id);
        }
    }

    public void Keep(SignNowDocument document)
    {
        lock (gate)
        {
            documents[document.Id] = document;
        }
    }

    public void Drop(string id)
    {
        lock (gate)
        {
            documents.Remove(id);
        }
    }

    public void Keep(SignNowHook hook)
    {
        lock (gate)
        {
            hooks.RemoveAll(known => known.Id == hook.Id);
            hooks.Add(hook);
        }
    }

    public void DropHook(string id)
    {
        lock (gate)
        {
            hooks.RemoveAll(known => known.Id == id);
        }
    }
}
