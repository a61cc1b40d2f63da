using System.Text.Json;
using System.Text.Json.Nodes;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Mail;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>Everything that changes a document, one after the other, written down before anybody is told.</summary>
internal sealed class SignNowDesk(SandboxState state, SignNowHooks hooks, Mailbox mailbox)
{
    private readonly Lock gate = new();

    public SignNowDocument Upload(byte[] file, string fileName, string? name, bool isTemplate, bool withTags)
    {
        var read = UploadedFile.Of(file, withTags);
        var now = state.Now;
        var document = WithFields(
            new SignNowDocument(SignNowAccount.NewId(), name ?? Path.GetFileNameWithoutExtension(fileName), fileName, state.Files.Put(read.Pdf), read.Pages, isTemplate, now, now), read.Fields);
        lock (gate)
        {
            Keep(document, "document uploaded", SignNowAccount.UserEmail);
        }

        hooks.Announce("document.create", document);
        return document;
    }

    public SignNowDocument Copy(SignNowDocument source, string name, bool isTemplate)
    {
        var now = state.Now;
        var copy = WithFields(
            source with { Id = SignNowAccount.NewId(), Name = name, IsTemplate = isTemplate, CreatedAt = now, UpdatedAt = now, Invites = [], Requests = [], History = [] },
            [.. source.Fields.Select(field => field with { Id = SignNowAccount.NewId(), Value = null, FilledAt = null })]);
        lock (gate)
        {
            Keep(copy, "document created from a copy", SignNowAccount.UserEmail);
        }

        hooks.Announce("document.create", copy);
        return copy;
    }

    /// <summary>Replaces all fields.</summary>
    public SignNowDocument Place(string id, IReadOnlyList<SignField> fields)
    {
        SignNowDocument placed;
        lock (gate)
        {
            var document = With(id);
            if (document.Invites.Count > 0)
            {
                throw SignNowException.Invalid("The document has been sent and can no longer be changed.");
            }

            if (fields.FirstOrDefault(field => field.Page < 0 || field.Page >= document.Pages.Count) is { } beyond)
            {
                throw SignNowException.Invalid($"Page {beyond.Page} does not exist.");
            }

            placed = Keep(WithFields(document, fields), "fields changed", SignNowAccount.UserEmail);
        }

        hooks.Announce("document.update", placed);
        return placed;
    }

    public void Prefill(string id, IReadOnlyDictionary<string, string> texts)
    {
        lock (gate)
        {
            var document = With(id);
            if (texts.Keys.FirstOrDefault(name => !document.Fields.Any(field => field.Name == name && field.Type == "text")) is { } missing)
            {
                throw SignNowException.Invalid($"There is no text field {missing}.");
            }

            Keep(document with { Fields = [.. document.Fields.Select(field => field.Type == "text" && texts.TryGetValue(field.Name, out var text) ? field with { Prefilled = text } : field)] },
                "texts filled in", SignNowAccount.UserEmail);
        }
    }

    /// <param name="silent">Nobody is written to.</param>
    /// <param name="address">This vendor's own address, for the links.</param>
    public void Invite(string id, IReadOnlyList<InvitedSigner> signers, bool silent, string address)
    {
        SignNowDocument sent;
        lock (gate)
        {
            var document = With(id);
            if (document.Invites.Count > 0)
            {
                throw SignNowException.Of(StatusCodes.Status400BadRequest, 65536, "The document already has field invites.");
            }

            if (document.Fields.Count == 0)
            {
                throw SignNowException.Invalid("The document has no fields to fill in.");
            }

            if (document.Roles.FirstOrDefault(role => document.Fields.Any(field => field.Role == role.Name) && !signers.Any(signer => signer.Is(role))) is { } nobody)
            {
                throw SignNowException.Invalid($"Nobody is invited as {nobody.Name}.");
            }

            var now = state.Now;
            var first = signers.Min(signer => signer.Order);
            sent = Keep(
                document with
                {
                    Invites = [.. signers.Select(signer =>
                    {
                        var role = document.Roles.FirstOrDefault(signer.Is) ?? throw SignNowException.Invalid($"The document has no role {signer.Role}.");
                        return new FieldInvite(
                            SignNowAccount.NewId(), signer.Email, role.Name, role.Id, signer.Order, signer.Order == first ? FieldInvite.Pending : FieldInvite.Created, now, now,
                            signer.ExpirationDays is { } days ? now.AddDays(days) : null);
                    })],
                },
                "invitation sent", SignNowAccount.UserEmail);
        }

        foreach (var invite in sent.Invites)
        {
            hooks.Announce("document.fieldinvite.create", sent, About(invite));
            if (invite.Status == FieldInvite.Pending)
            {
                Deliver(sent, invite, signers.FirstOrDefault(signer => signer.Email == invite.Email), silent, address);
            }
        }
    }

    public FreeFormInvite Invite(string id, string email, bool silent, string address)
    {
        FreeFormInvite invite;
        SignNowDocument sent;
        lock (gate)
        {
            var document = With(id);
            if (document.Fields.Count > 0)
            {
                throw SignNowException.Invalid("A document with fields needs a role-based invite.");
            }

            invite = new FreeFormInvite(SignNowAccount.NewId(), email, state.Now, null, Canceled: false);
            sent = Keep(document with { Requests = [.. document.Requests, invite] }, "free form invitation sent", SignNowAccount.UserEmail);
        }

        hooks.Announce("document.freeform.create", sent, new JsonObject { ["signer"] = email, ["invite_id"] = invite.Id });
        if (!silent)
        {
            mailbox.Write(email, $"{SignNowAccount.UserEmail} needs your signature", $"{sent.Name}\n\n{Link(address, id, invite.Id)}\n", state.Now);
        }

        return invite;
    }

    public void CancelInvites(string id, string? reason)
    {
        SignNowDocument before;
        lock (gate)
        {
            before = With(id);
            if (before.Invites.Count == 0)
            {
                throw SignNowException.Invalid("The document has no field invites.");
            }

            if (before.IsComplete)
            {
                throw SignNowException.Invalid("The document is already signed by everybody.");
            }

            Keep(before with { Invites = [] }, reason is { Length: > 0 } ? $"invitation canceled: {reason}" : "invitation canceled", SignNowAccount.UserEmail);
        }

        foreach (var invite in before.Invites)
        {
            hooks.Announce("document.fieldinvite.delete", before, About(invite));
        }
    }

    public void CancelRequest(string inviteId)
    {
        lock (gate)
        {
            var document = state.Current.SignNow.Documents.FirstOrDefault(known => known.Requests.Any(request => request.Id == inviteId))
                ?? throw SignNowException.Of(StatusCodes.Status404NotFound, 65582, "Invite not found");
            Keep(document with { Requests = [.. document.Requests.Select(request => request.Id == inviteId ? request with { Canceled = true } : request)] },
                "free form invitation canceled", SignNowAccount.UserEmail);
        }
    }

    public void Delete(string id)
    {
        SignNowDocument gone;
        lock (gate)
        {
            gone = With(id);
            state.Record(new SignNowDocumentDropped(state.Now, id));
        }

        hooks.Announce("document.delete", gone);
    }

    /// <summary>The signer looks at it for the first time.</summary>
    public void Open(string id, string inviteId)
    {
        SignNowDocument opened;
        lock (gate)
        {
            var document = With(id);
            var invite = PendingIn(document, inviteId);
            if (invite.OpenedAt is not null)
            {
                return;
            }

            opened = Keep(Replace(document, invite with { OpenedAt = state.Now }), "document viewed", invite.Email);
        }

        hooks.Announce("document.open", opened, About(opened.Invites.First(invite => invite.Id == inviteId)));
    }

    /// <param name="values">What was typed, by the field's name; signatures carry the signer's name.</param>
    public void Sign(string id, string inviteId, string name, IReadOnlyDictionary<string, string> values, string address)
    {
        SignNowDocument signed;
        FieldInvite[] next;
        lock (gate)
        {
            var document = With(id);
            var now = state.Now;
            if (document.Requests.FirstOrDefault(request => request.Id == inviteId) is { } request)
            {
                SignFreely(document, request, name);
                return;
            }

            var invite = PendingIn(document, inviteId);
            var filled = document.Fields.Select(field => field.Role == invite.Role
                ? field with
                {
                    Value = field.Type switch
                    {
                        "signature" => name,
                        "initials" => string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0])),
                        _ => values.GetValueOrDefault(field.Name) ?? field.Prefilled,
                    },
                    FilledAt = now,
                }
                : field).ToList();
            if (filled.Find(field => field.Role == invite.Role && field.Required && string.IsNullOrWhiteSpace(field.Value)) is { } missing)
            {
                throw SignNowException.Invalid($"The field {missing.Label ?? missing.Name} is required.");
            }

            var invites = document.Invites.Select(known => known.Id == inviteId
                ? known with { Status = FieldInvite.Fulfilled, SignedName = name, UpdatedAt = now, OpenedAt = known.OpenedAt ?? now }
                : known).ToList();
            var waiting = invites.TrueForAll(known => known.Status != FieldInvite.Pending) ? invites.Where(known => known.Status == FieldInvite.Created).Select(known => known.Order).DefaultIfEmpty(-1).Min() : -1;
            invites = [.. invites.Select(known => known.Status == FieldInvite.Created && known.Order == waiting ? known with { Status = FieldInvite.Pending, UpdatedAt = now } : known)];
            signed = Keep(document with { Fields = filled, Invites = invites }, "document signed", invite.Email);
            next = [.. invites.Where(known => known.Status == FieldInvite.Pending && known.Order == waiting)];
        }

        hooks.Announce("document.fieldinvite.signed", signed, About(signed.Invites.First(invite => invite.Id == inviteId)));
        foreach (var invite in next)
        {
            Deliver(signed, invite, null, silent: false, address);
        }

        if (signed.IsComplete)
        {
            hooks.Announce("document.update", signed);
            hooks.Announce("document.complete", signed);
        }
    }

    public void Decline(string id, string inviteId, string reason)
    {
        SignNowDocument declined;
        lock (gate)
        {
            var document = With(id);
            var invite = PendingIn(document, inviteId);
            declined = Keep(Replace(document, invite with { Status = FieldInvite.Declined, DeclineReason = reason, UpdatedAt = state.Now }), "document declined", invite.Email);
        }

        hooks.Announce("document.fieldinvite.decline", declined, About(declined.Invites.First(invite => invite.Id == inviteId)));
    }

    public SignNowDocument With(string id) => state.Current.SignNow.Find(id) ?? throw SignNowException.DocumentNotFound();

    public static string Link(string address, string documentId, string inviteId) => $"{address}/s/{documentId}/{inviteId}";

    private void SignFreely(SignNowDocument document, FreeFormInvite request, string name)
    {
        if (request.Canceled || request.SignatureId is not null)
        {
            throw SignNowException.Invalid("The invitation is no longer open.");
        }

        var signed = Keep(
            document with { Requests = [.. document.Requests.Select(known => known.Id == request.Id ? known with { SignatureId = SignNowAccount.NewId() } : known)] },
            $"document signed by {name}", request.SignerEmail);
        hooks.Announce("document.freeform.signed", signed, new JsonObject { ["signer"] = request.SignerEmail, ["invite_id"] = request.Id });
        if (signed.Requests.All(known => known.Canceled || known.SignatureId is not null))
        {
            hooks.Announce("document.complete", signed);
        }
    }

    private void Deliver(SignNowDocument document, FieldInvite invite, InvitedSigner? signer, bool silent, string address)
    {
        hooks.Announce("document.fieldinvite.sent", document, About(invite));
        if (!silent)
        {
            mailbox.Write(
                invite.Email, signer?.Subject ?? $"{SignNowAccount.UserEmail} needs your signature",
                $"{signer?.Message ?? document.Name}\n\n{Link(address, document.Id, invite.Id)}\n", state.Now);
        }
    }

    private FieldInvite PendingIn(SignNowDocument document, string inviteId)
    {
        var invite = document.Invites.FirstOrDefault(known => known.Id == inviteId) ?? throw SignNowException.Of(StatusCodes.Status404NotFound, 65582, "Invite not found");
        return invite.StatusAt(state.Now) switch
        {
            FieldInvite.Pending => invite,
            FieldInvite.Created => throw SignNowException.Invalid("It is another signer's turn."),
            var ended => throw SignNowException.Invalid($"The invitation is {ended}."),
        };
    }

    private SignNowDocument Keep(SignNowDocument document, string what, string email)
    {
        var now = state.Now;
        var kept = document with { UpdatedAt = now, History = [.. document.History, new Happening(now, what, email)] };
        state.Record(new SignNowDocumentKept(now, kept));
        return kept;
    }

    // Roles come from the fields, in the order in which they first occur; a role that was there keeps its id.
    private static SignNowDocument WithFields(SignNowDocument document, IReadOnlyList<SignField> fields) => document with
    {
        Fields = fields,
        Roles = [.. fields.Select(field => field.Role).Distinct(StringComparer.Ordinal).Select((name, index) =>
            new SignRole(document.Roles.FirstOrDefault(role => role.Name == name)?.Id ?? SignNowAccount.NewId(), name, index + 1))],
    };

    private static SignNowDocument Replace(SignNowDocument document, FieldInvite invite) =>
        document with { Invites = [.. document.Invites.Select(known => known.Id == invite.Id ? invite : known)] };

    private static JsonObject About(FieldInvite invite) => new()
    {
        ["signer"] = invite.Email, ["status"] = invite.Status, ["invite_id"] = invite.Id, ["old_invite_unique_id"] = null,
    };
}

/// <summary>One entry of an invite's <c>to</c>.</summary>
internal sealed record InvitedSigner(string Email, string? Role, string? RoleId, int Order, int? ExpirationDays, string? Subject, string? Message)
{
    public bool Is(SignRole role) => RoleId is { Length: > 0 } ? RoleId == role.Id : Role == role.Name;

    public static InvitedSigner Of(JsonElement entry, JsonElement invite) => new(
        SignNowBody.Text(entry, "email") is { Length: > 2 } email && email.Contains('@', StringComparison.Ordinal) ? email : throw SignNowException.Invalid("email is invalid"),
        SignNowBody.Text(entry, "role"), SignNowBody.Text(entry, "role_id"), SignNowBody.Integer(entry, "order") ?? 1,
        SignNowBody.Integer(entry, "expiration_days") switch
        {
            null => null,
            >= 1 and <= 180 and var days => days,
            _ => throw SignNowException.Invalid("expiration_days must be between 1 and 180"),
        },
        SignNowBody.Text(entry, "subject") ?? SignNowBody.Text(invite, "subject"), SignNowBody.Text(entry, "message") ?? SignNowBody.Text(invite, "message"));
}
