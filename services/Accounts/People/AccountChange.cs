using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Teg.Platform.Accounts.People;

/// <summary>One transaction for what Identity writes and what is written beside it in SQL. Everything happens at its commit, or nothing.</summary>
internal sealed class AccountChange : IAsyncDisposable
{
    private readonly IDbContextTransaction transaction;

    private AccountChange(AccountsDb db, IDbContextTransaction transaction)
    {
        this.transaction = transaction;
        Connection = (NpgsqlConnection)db.Database.GetDbConnection();
        Transaction = (NpgsqlTransaction)transaction.GetDbTransaction();
    }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    public static async Task<AccountChange> BeginAsync(AccountsDb db, CancellationToken ct) => new(db, await db.Database.BeginTransactionAsync(ct));

    /// <summary>Names organisation and person to row-level security until the transaction ends.</summary>
    public Task ActAsync(Guid? orgId, Guid? accountId, CancellationToken ct) => Connection.ExecuteAsync(new CommandDefinition(
        "select set_config('teg.org_id', @org, true), set_config('teg.user_id', @account, true)",
        new { org = orgId?.ToString() ?? "", account = accountId?.ToString() ?? "" }, Transaction, cancellationToken: ct));

    /// <summary>
    /// After a change of password or second factor: the account's sessions end in every organisation, except the one that asked, which goes on
    /// under the new stamp. A session that begins at the same moment carries the old stamp and ends at its first refresh.
    /// </summary>
    public async Task EndOtherSessionsAsync(User user, Guid? keep, string reason, DateTimeOffset now, CancellationToken ct)
    {
        await ActAsync(null, user.Id, ct);
        await Connection.ExecuteAsync(new CommandDefinition(
            """
            update accounts.session s
            set ended_at = @now, ended_because = @reason
            from accounts.membership m
            where m.account_id = @Id and s.org_id = m.org_id and s.account_id = m.account_id and s.id is distinct from @keep and s.ended_at is null;
            update accounts.session s
            set security_stamp = @SecurityStamp
            from accounts.membership m
            where m.account_id = @Id and s.org_id = m.org_id and s.account_id = m.account_id and s.id = @keep;
            """, new { user.Id, user.SecurityStamp, keep, reason, now }, Transaction, cancellationToken: ct));
    }

    /// <summary>Sets a password that meets the rules and changes the stamp.</summary>
    /// <returns>Null, or the rules it breaks; then the caller does not commit.</returns>
    public static async Task<IReadOnlyDictionary<string, string[]>?> SetPasswordAsync(UserManager<User> users, User user, string password)
    {
        if (user.PasswordHash is not null)
        {
            Throw(await users.RemovePasswordAsync(user));
        }

        return Errors(await users.AddPasswordAsync(user, password), nameof(password));
    }

    /// <returns>Null when it went well; the person's mistakes under the name of the field.</returns>
    public static IReadOnlyDictionary<string, string[]>? Errors(IdentityResult result, string field) => result.Succeeded
        ? null
        : new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [.. result.Errors.Select(error => error.Description)] };

    /// <summary>For what only fails by a defect, or by two changes at once.</summary>
    public static void Throw(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account could not be changed: {string.Join(", ", result.Errors.Select(error => error.Code))}.");
        }
    }

    public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
