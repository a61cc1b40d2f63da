using System.Security.Cryptography;

namespace Teg.Platform.Sandbox.Google.Drive;

/// <summary>The files that the service account sees, with the demo's folders of pictures among them.</summary>
internal sealed class DriveAccount
{
    public const string Root = "0ATegSandboxRootUk9PVA";
    public const string DeckImages = "1TegDeckImagesFolder";

    private static readonly DateTimeOffset Made = new(2025, 9, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly Dictionary<string, DriveFile> files = new(StringComparer.Ordinal);

    public DriveAccount()
    {
        Keep(new DriveFile(DeckImages, "Deck images", DriveFile.Folder, [Root], Made, Made, null, 0));
        foreach (var (category, title) in DemoPicture.Categories)
        {
            var folder = $"1TegDeckImages-{category}";
            Keep(new DriveFile(folder, title, DriveFile.Folder, [DeckImages], Made, Made, null, 0));
            for (var number = 1; number <= DemoPicture.PerCategory; number++)
            {
                Keep(new DriveFile($"{folder}-{number:00}", $"{title} {number:00}.png", "image/png", [folder], Made, Made.AddMinutes(number), null, 0) { Picture = new DemoPicture(category, number) });
            }
        }
    }

    public IReadOnlyList<DriveFile> Files
    {
        get
        {
            lock (gate)
            {
                return [.. files.Values];
            }
        }
    }

    public static string NewId() => "1" + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public DriveFile? Find(string id)
    {
        lock (gate)
        {
            return files.GetValueOrDefault(id);
        }
    }

    public void Keep(DriveFile file)
    {
        lock (gate)
        {
            files[file.Id] = file;
        }
    }

    /// <summary>With everything that lies in it.</summary>
    public void Drop(string id)
    {
        lock (gate)
        {
            files.Remove(id);
            foreach (var inside in files.Values.Where(file => file.Parents.Contains(id)).ToList())
            {
                Drop(inside.Id);
            }
        }
    }
}
