using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Teg.Platform.Documents.Files;
using Teg.Platform.Documents.Jobs;
using Teg.Platform.Documents.Vendors;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Signing;

/// <summary>
/// The steps of a signature. Each is recorded before the next begins, and before anything that the vendor must not do twice it is recorded that it begins: a
/// process that is killed at any instruction leaves either a step that nobody has begun, or one of which the vendor is asked whether it has happened.
/// </summary>
internal sealed class SigningSteps(
    Database database, SignNowClient vendor, SignNowCallbacks callbacks, JobProgress progress, IOptions<SignNowOptions> options, TimeProvider clock)
{
    public Task DoAsync(SignatureLease lease, CancellationToken ct) => lease.Row.Step switch
    {
        "upload" => UploadAsync(lease, ct),
        "place" => PlaceAsync(lease, ct),
        "recall" => RecallAsync(lease, ct),
        "invite" => InviteAsync(lease, ct),
        "watch" => WatchAsync(lease, ct),
        "fetch" => FetchAsync(lease, ct),
        "cancel" => CancelAsync(lease, ct),
        var step => throw new InvalidOperationException($"There is no step {step}."),
    };

    private async Task UploadAsync(SignatureLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        if (lease.Row.BegunAt is not null)
        {
            if (await IsUnsettledAsync(lease, connection, ct))
            {
                return;
            }

            if (await vendor.FindAsync(lease.OrgId, lease.Row.VendorName, ct) is { } found)
            {
                await lease.NextAsync(connection, null, "place", "sending", ct, found);
                return;
            }
        }

        var file = await connection.QuerySingleOrDefaultAsync<SentFile>(new CommandDefinition(
            """
            select f.format, c.media_type, c.content
            from documents.document_file f
            join documents.file c on c.org_id = f.org_id and c.hash = f.hash
            where f.org_id = warehouse.current_org() and f.document_id = @DocumentId and f.format in ('pdf', 'office')
            order by f.format desc
            limit 1
            """, new { lease.DocumentId }, cancellationToken: ct))
            ?? throw new VendorFailureException(VendorFailure.Decisive, "The document has no file.", "Make it again and send the new version.");
        await lease.BeginAsync(connection, ct);
        var id = await vendor.UploadAsync(lease.OrgId, file.Content, lease.Row.VendorName + (file.Format == "pdf" ? ".pdf" : ".docx"), file.MediaType, ct);
        await lease.NextAsync(connection, null, "place", "sending", ct, id);
    }

    private async Task PlaceAsync(SignatureLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var signers = await SignersAsync(lease, connection, ct);
        var document = await vendor.GetAsync(lease.OrgId, lease.Row.VendorId!, ct);
        if (document.FieldRoles.Count == 0)
        {
            // No text tags in it: a line for each signer at the foot of the last page. Placing replaces, so doing it twice changes nothing.
            await vendor.PlaceAsync(lease.OrgId, lease.Row.VendorId!, FieldPlaces.AtTheEnd(document.Pages, [.. signers.Select(signer => signer.Role)]), ct);
            document = await vendor.GetAsync(lease.OrgId, lease.Row.VendorId!, ct);
        }

        if (document.FieldRoles.FirstOrDefault(role => !signers.Any(signer => signer.Role == role)) is { } nobody)
        {
            throw new VendorFailureException(VendorFailure.Decisive, $"The document is to be signed by \"{nobody}\", and nobody is named for it.", $"Void it and send it with a signer whose role is \"{nobody}\".");
        }

        if (signers.FirstOrDefault(signer => !document.FieldRoles.Contains(signer.Role)) is { } nowhere)
        {
            throw new VendorFailureException(
                VendorFailure.Decisive, $"The document has no place for \"{nowhere.Role}\" to sign.", $"Send it with the roles it has: {string.Join(", ", document.FieldRoles)}.");
        }

        await callbacks.EnsureAsync(lease.OrgId, ct);
        await lease.NextAsync(connection, null, "invite", "sending", ct);
    }

    /// <summary>Before a document is sent again: the open invitations are taken back.</summary>
    private async Task RecallAsync(SignatureLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        if (await IsUnsettledAsync(lease, connection, ct))
        {
            return;
        }

        var document = await vendor.GetAsync(lease.OrgId, lease.Row.VendorId!, ct);
        if (SignatureStandings.Of(document.Invites, clock.GetUtcNow()) == SignatureStanding.Complete)
        {
            await CompleteAsync(lease, connection, document, ct);
            return;
        }

        if (document.Invites.Count > 0)
        {
            await vendor.CancelAsync(lease.OrgId, lease.Row.VendorId!, "It is sent again.", ct);
        }

        await lease.NextAsync(connection, null, "place", "sending", ct);
    }

    private async Task InviteAsync(SignatureLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var signers = await SignersAsync(lease, connection, ct);
        var invited = false;
        var document = await vendor.GetAsync(lease.OrgId, lease.Row.VendorId!, ct);
        if (lease.Row.BegunAt is not null)
        {
            invited = document.Invites.Count > 0;
            if (!invited && await IsUnsettledAsync(lease, connection, ct))
            {
                return;
            }
        }

        if (!invited)
        {
            var user = await vendor.UserAsync(lease.OrgId, ct);
            await lease.BeginAsync(connection, ct);
            await vendor.InviteAsync(lease.OrgId, lease.Row.VendorId!, Invitation(lease, signers, document, user.Email), ct);
            document = await vendor.GetAsync(lease.OrgId, lease.Row.VendorId!, ct);
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.NextAsync(connection, transaction, "watch", "sent", ct);
        await RecordSignersAsync(lease, connection, transaction, signers, document, ct);
        await SignatureLease.NoteAsync(connection, transaction, lease.DocumentId, $"sent:{lease.Row.Round}", "sent", null, null, ct);
        await transaction.CommitAsync(ct);
        Tell(lease, "sent");
    }

    private async Task WatchAsync(SignatureLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        var document = await vendor.GetAsync(lease.OrgId, lease.Row.VendorId!, ct);
        var signers = await SignersAsync(lease, connection, ct);
        var now = clock.GetUtcNow();
        var standing = SignatureStandings.Of(document.Invites, now);
        if (standing == SignatureStanding.Complete)
        {
            await CompleteAsync(lease, connection, document, ct);
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        var changed = await RecordSignersAsync(lease, connection, transaction, signers, document, ct);
        switch (standing)
        {
            case SignatureStanding.Open:
                // Nothing new: the next look comes later each time. A webhook does not wait for it.
                var tries = changed ? 0 : lease.Row.Tries + 1;
                await lease.LaterAsync(connection, transaction, Shorter(options.Value.FirstLook * Math.Pow(2, Math.Min(tries, 20)), options.Value.LongestLook), tries, null, ct);
                break;
            case SignatureStanding.Declined:
                await EndedAsync("declined", document.Invites.FirstOrDefault(invite => invite.Status == "declined")?.DeclineReason ?? "No reason was given.", "Speak with the signer; resend it, or make a new version.");
                break;
            case SignatureStanding.Expired:
                await EndedAsync("expired", "Nobody signed in time.", "Resend it.");
                break;
            default:
                await EndedAsync("voided", "The invitation was taken back at SignNow.", "Resend it, if it is still wanted.");
                break;
        }

        await transaction.CommitAsync(ct);
        if (changed || standing != SignatureStanding.Open)
        {
            Tell(lease, standing == SignatureStanding.Open ? "sent" : standing == SignatureStanding.Withdrawn ? "voided" : $"{standing}".ToLowerInvariant());
        }

        async Task EndedAsync(string state, string reason, string wayOut)
        {
            await lease.EndAsync(connection, transaction, state, reason, wayOut, ct);
            await SignatureLease.NoteAsync(connection, transaction, lease.DocumentId, $"{state}:{lease.Row.Round}", state, null, null, ct);
        }
    }

    private async Task FetchAsync(SignatureLease lease, CancellationToken ct)
    {
        var pdf = await vendor.DownloadAsync(lease.OrgId, lease.Row.VendorId!, ct);
        if (!pdf.AsSpan().StartsWith("%PDF-"u8))
        {
            throw new VendorFailureException(VendorFailure.Transient, "SignNow sent something else than a PDF.", "It is fetched again by itself.");
        }

        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // One transaction: whoever sees it completed finds the file, and a document that is erased at this moment gets none.
        await lease.EndAsync(connection, transaction, "completed", null, null, ct);
        var hash = await FileStore.StoreAsync(connection, transaction, pdf, MediaTypes.Pdf, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into documents.document_file (org_id, document_id, format, hash, name)
            select d.org_id, d.id, 'signed', @hash, coalesce(
                (select regexp_replace(f.name, '\.[A-Za-z]+$', '') from documents.document_file f
                 where f.org_id = d.org_id and f.document_id = d.id and f.format in ('office', 'pdf') order by f.format limit 1), 'Agreement') || ' (signed).pdf'
            from documents.document d
            where d.org_id = warehouse.current_org() and d.id = @DocumentId and d.erased_at is null
            on conflict (org_id, document_id, format) do update set hash = excluded.hash
            """, new { lease.DocumentId, hash }, transaction, cancellationToken: ct));
        await SignatureLease.NoteAsync(connection, transaction, lease.DocumentId, $"completed:{lease.Row.Round}", "completed", null, null, ct);
        await transaction.CommitAsync(ct);
        Tell(lease, "completed");
    }

    private async Task CancelAsync(SignatureLease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(lease.OrgId, ct);
        if (await IsUnsettledAsync(lease, connection, ct))
        {
            return;
        }

        var id = lease.Row.VendorId ?? (lease.Row.BegunAt is null ? null : await vendor.FindAsync(lease.OrgId, lease.Row.VendorName, ct));
        if (id is not null)
        {
            try
            {
                var document = await vendor.GetAsync(lease.OrgId, id, ct);
                if (SignatureStandings.Of(document.Invites, clock.GetUtcNow()) == SignatureStanding.Complete)
                {
                    // The last signature was faster than the wish to take it back: what is signed is signed.
                    await CompleteAsync(lease, connection, document, ct);
                    return;
                }

                if (document.Invites.Count > 0)
                {
                    await vendor.CancelAsync(lease.OrgId, id, lease.Row.Reason ?? "It was withdrawn.", ct);
                }
            }
            catch (VendorFailureException gone) when (gone.Failure == VendorFailure.Missing)
            {
                // It was deleted there: nobody can sign it any more.
            }
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.EndAsync(connection, transaction, "voided", null, "Resend it, or make a new version.", ct);
        await SignatureLease.NoteAsync(connection, transaction, lease.DocumentId, $"voided:{lease.Row.Round}", "voided", null, lease.Row.Reason, ct);
        await transaction.CommitAsync(ct);
        Tell(lease, "voided");
    }

    private async Task CompleteAsync(SignatureLease lease, NpgsqlConnection connection, VendorDocument document, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.NextAsync(connection, transaction, "fetch", "completing", ct);
        await RecordSignersAsync(lease, connection, transaction, await SignersAsync(lease, connection, ct), document, ct);
        await transaction.CommitAsync(ct);
        Tell(lease, "completing");
    }

    // A request that was under way when its process died may still reach the vendor.
    private async Task<bool> IsUnsettledAsync(SignatureLease lease, NpgsqlConnection connection, CancellationToken ct)
    {
        if (lease.Row.BegunAgo is not { } ago || ago >= options.Value.Settling)
        {
            return false;
        }

        await lease.LaterAsync(connection, null, options.Value.Settling - ago, lease.Row.Tries, lease.Row.Reason, ct);
        return true;
    }

    private async Task<bool> RecordSignersAsync(
        SignatureLease lease, NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<SignerRow> signers, VendorDocument document, CancellationToken ct)
    {
        var changed = false;
        foreach (var signer in signers)
        {
            if (document.Invites.FirstOrDefault(invite => invite.Role == signer.Role) is not { } invite)
            {
                continue;
            }

            var state = SignatureStandings.SignerState(invite, clock.GetUtcNow());
            // "opened" is not taken back by an answer that does not say it.
            if ((state == signer.State || (state == "invited" && signer.State == "opened")) && invite.Id == signer.InviteId)
            {
                continue;
            }

            changed = true;
            await connection.ExecuteAsync(new CommandDefinition(
                """
                update documents.signature_signer
                set state = @state, invite_id = @Id, reason = @DeclineReason, changed_at = now()
                where org_id = warehouse.current_org() and document_id = @DocumentId and position = @Position
                """, new { state, invite.Id, invite.DeclineReason, lease.DocumentId, signer.Position }, transaction, cancellationToken: ct));
            if (state != signer.State)
            {
                await SignatureLease.NoteAsync(connection, transaction, lease.DocumentId, $"{state}:{invite.Id}", state, signer.Role, invite.DeclineReason, ct);
            }
        }

        return changed;
    }

    private static async Task<IReadOnlyList<SignerRow>> SignersAsync(SignatureLease lease, NpgsqlConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync<SignerRow>(new CommandDefinition(
            """
            select position, role, name, email, state, invite_id
            from documents.signature_signer
            where org_id = warehouse.current_org() and document_id = @DocumentId
            order by position
            """, new { lease.DocumentId }, cancellationToken: ct))).AsList();

    private object Invitation(SignatureLease lease, IReadOnlyList<SignerRow> signers, VendorDocument document, string from) => new
    {
        document_id = lease.Row.VendorId,
        from,
        subject = lease.Row.Subject,
        message = lease.Row.Message,
        cc = Array.Empty<string>(),
        to = signers.Select((signer, index) => new
        {
            email = signer.Email,
            role = signer.Role,
            role_id = document.RoleIds.GetValueOrDefault(signer.Role) ?? "",
            order = index + 1,
            reassign = "0",
            decline_by_signature = "0",
            expiration_days = options.Value.ExpirationDays,
            subject = lease.Row.Subject,
            message = lease.Row.Message,
        }),
    };

    private void Tell(SignatureLease lease, string state) => progress.Tell(lease.OrgId, lease.DocumentId, "ready", $"signature-{state}", null);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record SentFile(string Format, string MediaType, byte[] Content);
}
