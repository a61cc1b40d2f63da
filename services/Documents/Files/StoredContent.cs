using Dapper;
using Npgsql;

namespace Teg.Platform.Documents.Files;

/// <summary>Reads a content piece by piece, from wherever it is asked: a download holds a quarter of a megabyte and not the file. Owns the connection.</summary>
internal sealed class StoredContent(NpgsqlConnection connection, string hash, long length) : Stream
{
    private const int Piece = 256 * 1024;

    private ReadOnlyMemory<byte> piece;
    private long pieceStart;
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= length || buffer.Length == 0)
        {
            return 0;
        }

        if (position < pieceStart || position >= pieceStart + piece.Length)
        {
            pieceStart = position;
            piece = await connection.ExecuteScalarAsync<byte[]?>(new CommandDefinition(
                "select substring(content from @from for @count) from documents.file where org_id = warehouse.current_org() and hash = @hash",
                new { hash, from = checked((int)position + 1), count = Piece }, cancellationToken: cancellationToken))
                ?? throw new IOException("The file was deleted while it was read.");
        }

        var rest = piece[(int)(position - pieceStart)..];
        var count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It comes out of the database; read it asynchronously.");

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A stored content is not changed.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A stored content is not changed.");

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }
}
