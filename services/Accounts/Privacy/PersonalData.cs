using System.Text.Json;
using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Privacy;

/// <summary>Finds and forgets a person by e-mail address. Each schema answers for itself; all answers and the receipt are one transaction.</summary>
internal sealed partial class PersonalData(Database database, TimeProvider clock, ILogger<PersonalData> logger)
{
    private const string Everywhere =
        """
        select what, id, data::text as data from crm.find_person(@email)
        union all
        select what, id, data::text from warehouse.find_person(@email)
        union all
        select what, id, data::text from sync.find_person(@email)
        union all
        select what, id, data::text from qualifier.find_person(@email)
        union all
        select what, id, data::text from documents.find_person(@email)
        union all
        select what, id, data::text from accounts.find_person(@email)
        union all
        select 'member', a.id::text, json_build_object('name', a.name, 'email', a.email, 'role', m.role, 'joinedAt', m.joined_at, 'accountCreatedAt', a.created_at)::text
        from accounts.account a
        join accounts.membership m on m.org_id = warehouse.current_org() and m.account_id = a.id
        where a.normalized_email = upper(@email)
        union all
        select 'invitation', i.id::text, json_build_object('email', i.email, 'role', i.role, 'invitedAt', i.invited_at, 'acceptedAt', i.accepted_at, 'withdrawnAt', i.withdrawn_at)::text
        from accounts.invitation i
        where i.org_id = warehouse.current_org() and i.normalized_email = upper(@email)
        union all
        select 'session', s.id::text, json_build_object('startedAt', s.started_at, 'refreshedAt', s.refreshed_at, 'endedAt', s.ended_at, 'endedBecause', s.ended_because)::text
        from accounts.account a
        join accounts.session s on s.org_id = warehouse.current_org() and s.account_id = a.id
        where a.normalized_email = upper(@email)
        """;

    public async Task<PersonExport> ExportAsync(Caller caller, AuditTrail trail, string email, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var held = (await connection.QueryAsync<Held>(new CommandDefinition(Everywhere, new { email }, transaction, cancellationToken: ct))).AsList();
        var found = held.GroupBy(row => row.What, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal);
        var receipt = await NoteAsync(connection, transaction, caller, "export", email, found, ct);
        trail.About("privacy-request", receipt.Id.ToString());
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);

        LogDone("export", receipt.Id, held.Count);
        return new PersonExport(receipt, [.. held.Select(row => row.ToRow())]);
    }

    /// <returns>Null when the person is a member of the organisation; nothing was changed.</returns>
    public async Task<PrivacyReceipt?> EraseAsync(Caller caller, AuditTrail trail, string email, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // Publishing runs, and enquiries on their way in, take the same locks: what has read the person already is stored before this, and is erased, or
        // after, and is made anonymous.
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select pg_advisory_xact_lock(hashtextextended('publish:' || warehouse.current_org()::text, 0));
            select pg_advisory_xact_lock(hashtextextended('enquiries:' || warehouse.current_org()::text, 0))
            """, transaction: transaction, cancellationToken: ct));
        var isMember = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (
                select from accounts.account a
                join accounts.membership m on m.org_id = warehouse.current_org() and m.account_id = a.id
                where a.normalized_email = upper(@email))
            """, new { email }, transaction, cancellationToken: ct));
        if (isMember)
        {
            return null;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into warehouse.erased_person (org_id, email_digest, erased_at)
            values (warehouse.current_org(), warehouse.person_digest(warehouse.current_org(), @email), @now)
            on conflict do nothing
            """, new { email, now = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        var found = (await connection.QueryAsync<(string What, long Rows)>(new CommandDefinition(
            """
            with invited as (
                update accounts.invitation i
                set email = warehouse.known_as(i.email), normalized_email = upper(warehouse.known_as(i.email)),
                    withdrawn_at = case when i.accepted_at is null then coalesce(i.withdrawn_at, @now) end
                where i.org_id = warehouse.current_org() and i.normalized_email = upper(@email)
                returning 1
            ),
            erased as (
                select what, rows from crm.erase_person(@email)
                union all
                select what, rows from warehouse.erase_person(@email)
                union all
                select what, rows from sync.erase_person(@email)
                union all
                select what, rows from qualifier.erase_person(@email)
                union all
                select what, rows from documents.erase_person(@email)
                union all
                select 'invitation', count(*) from invited
                union all
                -- Somebody who worked here once: what they did stays in the trail, who they were does not.
                select 'audit event', coalesce(sum(audit.erase_personal(warehouse.current_org(), a.id)), 0)
                from accounts.account a
                where a.normalized_email = upper(@email)
            )
            select what, rows from erased where rows > 0
            """, new { email, now = clock.GetUtcNow() }, transaction, commandTimeout: 0, cancellationToken: ct))).ToDictionary(row => row.What, row => row.Rows, StringComparer.Ordinal);
        // Last: the trail above is found by the account. Mails that were sent have left the outbox already, and their links are gone with this.
        foreach (var (what, rows) in await connection.QueryAsync<(string What, long Rows)>(new CommandDefinition(
            "select what, rows from accounts.erase_person(@email) where rows > 0", new { email }, transaction, cancellationToken: ct)))
        {
            found.Add(what, rows);
        }

        var receipt = await NoteAsync(connection, transaction, caller, "erasure", email, found, ct);
        trail.Changed("privacy-request", receipt.Id.ToString(), null, found);
        await trail.WriteAsync(transaction, StatusCodes.Status200OK, ct);
        await transaction.CommitAsync(ct);

        LogDone("erasure", receipt.Id, found.Values.Sum());
        return receipt;
    }

    private async Task<PrivacyReceipt> NoteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Caller caller, string kind, string email, IReadOnlyDictionary<string, long> found, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.privacy_request (org_id, id, kind, email_digest, requested_by, at, found)
            values (warehouse.current_org(), @id, @kind, warehouse.person_digest(warehouse.current_org(), @email), @UserId, @now, @found::jsonb)
            """, new { id, kind, email, caller.UserId, now, found = JsonSerializer.Serialize(found) }, transaction, cancellationToken: ct));
        var row = await connection.QuerySingleAsync<PrivacyRequestRow>(new CommandDefinition(
            $"{PrivacyRequestRow.Sql} where r.org_id = warehouse.current_org() and r.id = @id", new { id }, transaction, cancellationToken: ct));
        return row.ToReceipt();
    }

    private sealed record Held(string What, string Id, string Data)
    {
        public HeldRow ToRow()
        {
            using var json = JsonDocument.Parse(Data);
            return new HeldRow(What, Id, json.RootElement.Clone());
        }
    }

    [LoggerMessage(LogLevel.Information, "Privacy {Kind} {RequestId} done: {Rows} rows")]
    private partial void LogDone(string kind, Guid requestId, long rows);
}
