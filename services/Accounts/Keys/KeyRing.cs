using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Keys;

/// <summary>The signing keys as this process knows them, read again each minute: another replica may have made the next one.</summary>
internal sealed partial class KeyRing(
    Database database, SecretBox box, IOptions<KeyOptions> options, IOptions<LifetimeOptions> sessions, TimeProvider clock, ILogger<KeyRing> logger) : IDisposable
{
    // Any constant that no other lock in the database uses.
    private const long RotationLock = 0x6b657973;

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, RSA> opened = new(StringComparer.Ordinal);
    private volatile Snapshot snapshot = new([], DateTimeOffset.MinValue);

    /// <summary>Makes the next key when it is due and forgets those whose last token expired. Replicas take turns by a lock; the second finds nothing to do.</summary>
    public async Task RotateAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenUnscopedAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_xact_lock(@RotationLock)", new { RotationLock }, transaction, cancellationToken: ct));

        var keys = await ReadAsync(connection, transaction, ct);
        if (SigningKey.NextIsDue(keys, options.Value, now))
        {
            var key = SigningKey.Create(keys.Count == 0, options.Value, box, now);
            await connection.ExecuteAsync(new CommandDefinition(SigningKey.InsertSql, key, transaction, cancellationToken: ct));
            LogCreated(key.Kid, key.ActiveFrom);
        }

        var retired = SigningKey.Retired(keys, sessions.Value.AccessLifetime, now);
        if (retired.Count > 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "delete from accounts.signing_key where kid = any (@retired)", new { retired = retired.ToArray() }, transaction, cancellationToken: ct));
            LogRetired(string.Join(", ", retired));
        }

        await transaction.CommitAsync(ct);
        snapshot = new Snapshot(await ReadAsync(connection, null, ct), now);
    }

    /// <summary>The key that signs now.</summary>
    /// <exception cref="SecretSealedException">Its private part cannot be opened with the configured encryption key.</exception>
    public async Task<(string Kid, RSA Key)> SigningAsync(CancellationToken ct)
    {
        var key = SigningKey.Signing(await KeysAsync(ct), clock.GetUtcNow())
            ?? throw new InvalidOperationException("There is no signing key. One is made when the service starts; look for the failure of that start in the log.");
        return (key.Kid, opened.GetOrAdd(key.Kid, static (_, state) => Open(state.key, state.box), (key, box)));
    }

    /// <summary>The JWKS document: every key whose tokens may still be around, and the next one.</summary>
    public async Task<JsonWebKeys> PublishedAsync(CancellationToken ct) => new([.. (await KeysAsync(ct)).Select(key => key.Publish())]);

    /// <summary>The same as text, for this service's own verification.</summary>
    public async Task<string> PublishAsync(CancellationToken ct) => JsonSerializer.Serialize(await PublishedAsync(ct), JsonSerializerOptions.Web);

    public void Dispose()
    {
        foreach (var key in opened.Values)
        {
            key.Dispose();
        }
    }

    private async Task<IReadOnlyList<SigningKey>> KeysAsync(CancellationToken ct)
    {
        var known = snapshot;
        if (clock.GetUtcNow() - known.ReadAt < GoodFor)
        {
            return known.Keys;
        }

        await using var connection = await database.OpenUnscopedAsync(ct);
        snapshot = known = new Snapshot(await ReadAsync(connection, null, ct), clock.GetUtcNow());
        return known.Keys;
    }

    private static async Task<IReadOnlyList<SigningKey>> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct) =>
        (await connection.QueryAsync<SigningKey>(new CommandDefinition(SigningKey.ListSql, transaction: transaction, cancellationToken: ct))).AsList();

    private static RSA Open(SigningKey key, SecretBox box)
    {
        var secret = box.Open(key.PrivateKey, key.Kid);
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(secret, out _);
        CryptographicOperations.ZeroMemory(secret);
        return rsa;
    }

    private sealed record Snapshot(IReadOnlyList<SigningKey> Keys, DateTimeOffset ReadAt);

    [LoggerMessage(LogLevel.Information, "Made signing key {Kid}; it signs from {ActiveFrom:u}")]
    private partial void LogCreated(string kid, DateTimeOffset activeFrom);

    [LoggerMessage(LogLevel.Information, "Retired signing keys {Kids}: their last tokens expired")]
    private partial void LogRetired(string kids);
}
