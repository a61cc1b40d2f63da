using Dapper;
using Npgsql;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Filling;
using Teg.Platform.Documents.Writing;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Images;

/// <summary>The organisation's pictures. A picture is what its bytes say; a name or a type that comes with it says nothing.</summary>
internal static class ImageStore
{
    public const int MostBytes = 10 * 1024 * 1024;

    private const int MostPixels = 40_000_000;

    /// <summary>Keeps a picture. The same picture under the same name is the one that is there already, so that bringing it twice changes nothing.</summary>
    /// <param name="origin">upload or drive.</param>
    /// <exception cref="ImageRefusedException">It is none that documents can show.</exception>
    public static async Task<ImageItem> AddAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] content, string name, string origin, Guid? createdBy, DateTimeOffset now, CancellationToken ct)
    {
        var picture = Look(content);
        var hash = await FileStore.StoreAsync(connection, transaction, content, picture.ContentType, ct);
        // Storing has locked the content, so two who bring the same come one after the other.
        return await connection.QuerySingleAsync<ImageItem>(new CommandDefinition(
            $"""
            with known as (
                select {ImageItem.Columns} from documents.image i where i.org_id = warehouse.current_org() and i.hash = @hash and i.name = @name order by i.id limit 1
            ),
            added as (
                insert into documents.image as i (org_id, id, hash, name, width, height, origin, created_by, created_at)
                select warehouse.current_org(), @id, @hash, @name, @Width, @Height, @origin, @createdBy, @now
                where not exists (select from known)
                returning {ImageItem.Columns}
            )
            select * from known
            union all
            select * from added
            """,
            new { id = Guid.CreateVersion7(now), hash, name = NameOf(name), picture.Width, picture.Height, origin, createdBy, now }, transaction, cancellationToken: ct));
    }

    private static PictureFile Look(byte[] content)
    {
        if (content.Length > MostBytes)
        {
            throw new ImageRefusedException("image-too-large", "The picture is larger than 10 MB.", "Save it smaller and bring it again.");
        }

        try
        {
            var picture = PictureFile.Read(content);
            if (picture.Extension == "gif")
            {
                throw new ImageRefusedException("image-unreadable", "GIF pictures are not shown in documents.", "Save it as PNG or JPEG.");
            }

            return (long)picture.Width * picture.Height <= MostPixels
                ? picture
                : throw new ImageRefusedException("image-too-large", "The picture has more than 40 million pixels.", "Save it smaller and bring it again.");
        }
        catch (FormatException)
        {
            throw new ImageRefusedException("image-unreadable", "This is no PNG or JPEG picture.", "Save it as PNG or JPEG and bring it again.");
        }
    }

    private static string NameOf(string given)
    {
        var name = string.Concat(Path.GetFileName(given).Where(letter => !char.IsControl(letter))).Trim();
        return name.Length switch { 0 => "Picture", > 200 => name[..200], _ => name };
    }
}

/// <summary>The picture is not kept. The message says why, the way out what a person does about it.</summary>
internal sealed class ImageRefusedException(string type, string message, string wayOut) : Exception(message)
{
    public string Type { get; } = type;

    public string WayOut { get; } = wayOut;
}

/// <param name="Hash">SHA-256 of the content: equal pictures have the same.</param>
/// <param name="Origin">upload or drive.</param>
public sealed record ImageItem(Guid Id, string Hash, string Name, int Width, int Height, string Origin, DateTimeOffset CreatedAt)
{
    internal const string Columns = "i.id, i.hash, i.name, i.width, i.height, i.origin, i.created_at";
}

/// <summary>The pictures of one organisation, for whoever writes its documents.</summary>
internal sealed class StoredImages(Database database, Guid orgId) : IImageSource
{
    public async ValueTask<byte[]?> ReadAsync(string hash, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(orgId, ct);
        return await FileStore.ReadAsync(connection, hash, ct);
    }
}
