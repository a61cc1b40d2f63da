using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SecondFactor;

/// <summary>An account's authenticator and recovery codes. Every call is within the caller's transaction.</summary>
internal sealed class SecondFactors(SecretBox box, TimeProvider clock)
{
    /// <summary>Takes a code of the app, or a recovery code, which is then used up. The row is the lock: of two sign-ins with one code the second is refused.</summary>
    public async Task<bool> AcceptAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid accountId, string code, CancellationToken ct)
    {
        var factor = await connection.QuerySingleOrDefaultAsync<FactorRow>(new CommandDefinition(
            "select secret, last_step from accounts.second_factor where account_id = @accountId and confirmed_at is not null for update",
            new { accountId }, transaction, cancellationToken: ct));
        if (factor is null)
        {
            return false;
        }

        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (AcceptedStep(factor, accountId, digits) is { } step)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "update accounts.second_factor set last_step = @step where account_id = @accountId", new { step, accountId }, transaction, cancellationToken: ct));
            return true;
        }

        return RecoveryCode.Digest(accountId, code) is { } hash
            && await connection.ExecuteAsync(new CommandDefinition(
                "delete from accounts.recovery_code where account_id = @accountId and hash = @hash", new { accountId, hash }, transaction, cancellationToken: ct)) == 1;
    }

    /// <summary>A new authenticator that waits for its first code. One that is in force stays: it is removed first, with the password.</summary>
    /// <returns>Null when one is in force.</returns>
    public async Task<byte[]?> SetUpAsync(NpgsqlConnection connection, Guid accountId, CancellationToken ct)
    {
        var secret = Totp.NewSecret();
        var set = await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.second_factor as f (account_id, secret, set_up_at)
            values (@accountId, @secret, @now)
            on conflict (account_id) do update set secret = excluded.secret, set_up_at = excluded.set_up_at, last_step = 0
            where f.confirmed_at is null
            """, new { accountId, secret = box.Seal(secret, Owner(accountId)), now = clock.GetUtcNow() }, cancellationToken: ct));
        return set == 1 ? secret : null;
    }

    /// <summary>Puts the waiting authenticator in force when the code is one of its own.</summary>
    public async Task<bool> ConfirmAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid accountId, string code, CancellationToken ct)
    {
        var factor = await connection.QuerySingleOrDefaultAsync<FactorRow>(new CommandDefinition(
            "select secret, last_step from accounts.second_factor where account_id = @accountId and confirmed_at is null for update",
            new { accountId }, transaction, cancellationToken: ct));
        if (factor is null || AcceptedStep(factor, accountId, code.Replace(" ", "", StringComparison.Ordinal)) is not { } step)
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.second_factor set confirmed_at = @now, last_step = @step where account_id = @accountId",
            new { accountId, step, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        return true;
    }

    /// <summary>Ten new recovery codes; the old ones are worth nothing from then on.</summary>
    public static async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid accountId, CancellationToken ct)
    {
        string[] codes = [.. Enumerable.Range(0, RecoveryCode.Given).Select(_ => RecoveryCode.Create())];
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from accounts.recovery_code where account_id = @accountId;
            insert into accounts.recovery_code (account_id, hash) select @accountId, hash from unnest(@hashes) as hash;
            """,
            new { accountId, hashes = codes.Select(code => RecoveryCode.Digest(accountId, code)!).ToArray() }, transaction, cancellationToken: ct));
        return codes;
    }

    public static Task RemoveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid accountId, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from accounts.second_factor where account_id = @accountId;
            delete from accounts.recovery_code where account_id = @accountId;
            """, new { accountId }, transaction, cancellationToken: ct));

    private long? AcceptedStep(FactorRow factor, Guid accountId, string code)
    {
        var secret = box.Open(factor.Secret, Owner(accountId));
        try
        {
            return Totp.Accept(secret, code, factor.LastStep, clock.GetUtcNow());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static string Owner(Guid accountId) => $"second factor of {accountId:n}";

    private sealed record FactorRow(byte[] Secret, long LastStep);
}
