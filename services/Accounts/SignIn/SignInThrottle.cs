using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SignIn;

/// <summary>
/// Sliding windows over refused sign-ins, in PostgreSQL: a sign-in needs it anyway, and all replicas count together. An attempt is written
/// before the password is looked at, so that parallel guesses are counted too; a success takes it back.
/// </summary>
internal sealed class SignInThrottle(Database database, IOptions<ThrottleOptions> options, TimeProvider clock)
{
    /// <returns>How long to wait, or null when the attempt may go on and has been counted.</returns>
    public Task<TimeSpan?> EnterAsync(SignInKeys keys, CancellationToken ct) =>
        EnterAsync(keys, [options.Value.PerAccountAndAddress, options.Value.PerAccount, options.Value.PerAddress], ct);

    /// <summary>The same for what sends a mail to somebody: nobody's mailbox is filled, and it tells as little about who has an account.</summary>
    public Task<TimeSpan?> EnterMailAsync(string normalizedEmail, IPAddress? address, CancellationToken ct) =>
        EnterAsync(SignInKeys.Of($"mail\n{normalizedEmail}", address), [options.Value.MailsPerMailbox, options.Value.MailsPerMailbox, options.Value.PerAddress], ct);

    private async Task<TimeSpan?> EnterAsync(SignInKeys keys, int[] limits, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenUnscopedAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // Counting and writing is one step per key; locks in one order cannot wait for each other in a circle.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(l) from (select unnest(@locks) as l order by 1) ordered",
            new { locks = keys.All.Select(key => BinaryPrimitives.ReadInt64BigEndian(key)).ToArray() }, transaction, cancellationToken: ct));
        var wait = await connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            """
            with limits as (
                select * from unnest(@keys, @limits) as l (key, allowed)
            ),
            full_windows as (
                -- The attempt that must leave the window before the next may enter.
                select (select a.at from accounts.sign_in_attempt a
                        where a.key = l.key and a.at > @since
                        order by a.at desc
                        offset l.allowed - 1 limit 1) as leaves_at
                from limits l
            )
            select extract(epoch from max(leaves_at) - @since)::float8 from full_windows
            """,
            new
            {
                keys = keys.All,
                limits,
                since = now - options.Value.Window,
            },
            transaction, cancellationToken: ct));
        if (wait is not null)
        {
            return TimeSpan.FromSeconds(Math.Max(1, wait.Value));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "insert into accounts.sign_in_attempt (key, at) select k, @now from unnest(@keys) as k", new { keys = keys.All, now }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>The password was right: the account starts anew, the address is relieved of this attempt only, or a guesser would clear it with an account of their own.</summary>
    public async Task ForgiveAsync(SignInKeys keys, CancellationToken ct)
    {
        await using var connection = await database.OpenUnscopedAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from accounts.sign_in_attempt where key in (@AccountAndAddress, @Account);
            delete from accounts.sign_in_attempt
            where id = (select id from accounts.sign_in_attempt where key = @Address order by at desc limit 1);
            """, keys, cancellationToken: ct));
    }
}

/// <summary>What is counted; digests, so that the table holds no addresses.</summary>
internal sealed record SignInKeys(byte[] AccountAndAddress, byte[] Account, byte[] Address)
{
    public byte[][] All => [AccountAndAddress, Account, Address];

    public static SignInKeys Of(string normalizedEmail, IPAddress? address)
    {
        var from = Network(address);
        return new SignInKeys(Digest($"account and address\n{normalizedEmail}\n{from}"), Digest($"account\n{normalizedEmail}"), Digest($"address\n{from}"));
    }

    // One IPv6 subscriber has a whole /64, so single addresses there mean nothing.
    private static string Network(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
