using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Teg.Platform.Documents.Files;

/// <summary>
/// Contents under their SHA-256, once per organisation. They are rows like all others, so a document and its files are there together or not at all, the
/// organisations' walls hold for them, and a backup is whole.
/// </summary>
internal static class FileStore
{
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Keeps the content, which may be there already. What names it has to be written in the same transaction: contents that nothing names are forgotten.</summary>
    /// <returns>Its hash.</returns>
    public static async Task<string> StoreAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] content, string mediaType, CancellationToken ct)
    {
        var hash = HashOf(content);
        // The time is set anew also where it is there already: the row is locked until the commit, and is too young to be forgotten then.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.file (org_id, hash, media_type, bytes, content)
            values (warehouse.current_org(), @hash, @mediaType, @bytes, @content)
            on conflict (org_id, hash) do update set created_at = now()
            """, new { hash, mediaType, bytes = content.LongLength, content }, transaction, cancellationToken: ct));
        return hash;
    }

    /// <returns>Null when there is no such content.</returns>
    public static Task<byte[]?> ReadAsync(NpgsqlConnection connection, string hash, CancellationToken ct) =>
        connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
            "select content from documents.file where org_id = warehouse.current_org() and hash = @hash", new { hash }, cancellationToken: ct));
}
