using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.Accounts.Keys;

namespace Teg.Platform.Accounts.SignIn;

/// <summary>What a token in accounts.one_time_token is for.</summary>
internal static class OneTime
{
    public const string SignUp = "sign-up";
    public const string PasswordReset = "password-reset";
    public const string SecondFactor = "second-factor";
}

/// <summary>A row of accounts.one_time_token that is still good.</summary>
internal sealed record OneTimeToken(Guid Id, byte[] Hash, Guid? AccountId, string? Email, string? Data, int Failures)
{
    /// <param name="orgId">The organisation that will be made; empty when there is none to be.</param>
    /// <param name="dead">Written like any other and good for nothing: an unknown address then costs the same work as a known one.</param>
    /// <returns>The text for the holder.</returns>
    public static async Task<string> CreateAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string kind, Guid orgId, Guid? accountId, string? email, object? data,
        DateTimeOffset now, TimeSpan lifetime, bool dead, CancellationToken ct)
    {
        var id = Guid.CreateVersion7(now);
        var (text, token) = SecretToken.Create(orgId, id);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.one_time_token (id, kind, hash, account_id, email, data, created_at, expires_at, used_at)
            values (@id, @kind, @Hash, @accountId, @email, @data::jsonb, @now, @expiresAt, case when @dead then @now end)
            """,
            new
            {
                id, kind, token.Hash, accountId, email, data = data is null ? null : JsonSerializer.Serialize(data, JsonSerializerOptions.Web), now, expiresAt = now + lifetime, dead,
            }, transaction, cancellationToken: ct));
        return text;
    }

    /// <summary>The token's row, locked until the transaction ends: of two who use it at once the second finds it used.</summary>
    /// <returns>Null when it never was, was used, or its time is over.</returns>
    public static Task<OneTimeToken?> TakeAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string kind, string text, DateTimeOffset now, CancellationToken ct) =>
        FindAsync(connection, transaction, kind, text, now, "for update", ct);

    /// <summary>Only looks.</summary>
    public static Task<OneTimeToken?> FindAsync(NpgsqlConnection connection, string kind, string text, DateTimeOffset now, CancellationToken ct) =>
        FindAsync(connection, null, kind, text, now, "", ct);

    public static Task UseAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid id, DateTimeOffset now, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update accounts.one_time_token set used_at = @now where id = @id", new { id, now }, transaction, cancellationToken: ct));

    public T Read<T>() => JsonSerializer.Deserialize<T>(Data ?? "null", JsonSerializerOptions.Web) ?? throw new InvalidOperationException($"One-time token {Id} holds no {typeof(T).Name}.");

    private static async Task<OneTimeToken?> FindAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string kind, string text, DateTimeOffset now, string locking, CancellationToken ct) =>
        SecretToken.Parse(text) is { } token
        && await connection.QuerySingleOrDefaultAsync<OneTimeToken>(new CommandDefinition(
            $"""
            select id, hash, account_id, email, data::text as data, failures
            from accounts.one_time_token
            where id = @Id and kind = @kind and used_at is null and expires_at > @now
            {locking}
            """, new { token.Id, kind, now }, transaction, cancellationToken: ct)) is { } row
        && token.Matches(row.Hash)
            ? row
            : null;
}
