using System.Globalization;
using System.Text.Json.Nodes;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>Documents as the vendor writes them: counts and instants are numbers in strings.</summary>
internal static class SignNowJson
{
    public static JsonObject Document(SignNowDocument document, DateTimeOffset now) => new()
    {
        ["id"] = document.Id,
        ["user_id"] = SignNowAccount.UserId,
        ["document_name"] = document.Name,
        ["page_count"] = document.Pages.Count.ToString(CultureInfo.InvariantCulture),
        ["created"] = Time(document.CreatedAt),
        ["updated"] = Time(document.UpdatedAt),
        ["original_filename"] = document.FileName,
        ["origin_document_id"] = null,
        ["owner"] = SignNowAccount.UserEmail,
        ["template"] = document.IsTemplate,
        ["roles"] = Array(document.Roles, role => new JsonObject
        {
            ["unique_id"] = role.Id, ["signing_order"] = role.Order.ToString(CultureInfo.InvariantCulture), ["name"] = role.Name,
        }),
        ["fields"] = Array(document.Fields, field => Field(field, document)),
        ["field_invites"] = Array(document.Invites, invite => Invite(invite, now)),
        ["requests"] = Array(document.Requests, request => new JsonObject
        {
            ["id"] = request.Id,
            ["unique_id"] = request.Id,
            ["user_id"] = SignNowAccount.UserId,
            ["created"] = Time(request.CreatedAt),
            ["originator_email"] = SignNowAccount.UserEmail,
            ["signer_email"] = request.SignerEmail,
            ["signature_id"] = request.SignatureId,
            ["canceled"] = request.Canceled ? "1" : null,
        }),
        ["signatures"] = Array([.. document.Fields.Where(field => field is { Type: "signature" or "initials", FilledAt: not null })], field => new JsonObject
        {
            ["id"] = field.Id, ["page_number"] = field.Page.ToString(CultureInfo.InvariantCulture), ["created"] = Time(field.FilledAt!.Value),
            ["email"] = document.Invites.FirstOrDefault(invite => invite.Role == field.Role)?.Email,
            ["x"] = Number(field.X), ["y"] = Number(field.Y), ["width"] = Number(field.Width), ["height"] = Number(field.Height),
        }),
        ["texts"] = Array([.. document.Fields.Where(field => field is { Type: "text", FilledAt: not null })], field => new JsonObject
        {
            ["id"] = field.Id, ["page_number"] = field.Page.ToString(CultureInfo.InvariantCulture), ["data"] = field.Value, ["created"] = Time(field.FilledAt!.Value),
        }),
        ["checks"] = new JsonArray(),
        ["attachments"] = new JsonArray(),
        // Nobody in particular signs in these roles until somebody is invited.
        ["routing_details"] = document.Roles.Count == 0 ? new JsonArray() : new JsonArray(new JsonObject
        {
            ["id"] = document.Id,
            ["created"] = Time(document.CreatedAt),
            ["updated"] = Time(document.UpdatedAt),
            ["data"] = Array(document.Roles, role => new JsonObject
            {
                ["default_email"] = "", ["inviter_role"] = false, ["name"] = role.Name, ["role_id"] = role.Id, ["signing_order"] = role.Order,
            }),
        }),
        ["integrations"] = new JsonArray(),
        ["tags"] = new JsonArray(),
    };

    public static string Time(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static JsonArray Array<T>(IReadOnlyList<T> items, Func<T, JsonNode?> of) => [.. items.Select(of)];

    private static JsonObject Field(SignField field, SignNowDocument document) => new()
    {
        ["id"] = field.Id,
        ["type"] = field.Type,
        ["role_id"] = document.Roles.FirstOrDefault(role => role.Name == field.Role)?.Id,
        ["role"] = field.Role,
        ["originator"] = SignNowAccount.UserEmail,
        ["fulfiller"] = field.FilledAt is null ? null : document.Invites.FirstOrDefault(invite => invite.Role == field.Role)?.Email,
        ["element_id"] = field.FilledAt is null ? null : field.Id,
        ["json_attributes"] = new JsonObject
        {
            ["page_number"] = field.Page, ["x"] = field.X, ["y"] = field.Y, ["width"] = field.Width, ["height"] = field.Height, ["required"] = field.Required,
            ["name"] = field.Name, ["label"] = field.Label, ["prefilled_text"] = field.Prefilled,
        },
    };

    private static JsonObject Invite(FieldInvite invite, DateTimeOffset now) => new()
    {
        ["id"] = invite.Id,
        ["signer_user_id"] = null,
        ["status"] = invite.StatusAt(now),
        ["password_protected"] = "0",
        ["email"] = invite.Email,
        ["role"] = invite.Role,
        ["role_id"] = invite.RoleId,
        ["reminder"] = "0",
        ["created"] = Time(invite.CreatedAt),
        ["updated"] = Time(invite.UpdatedAt),
        ["expiration_time"] = invite.ExpiresAt is { } expires ? Time(expires) : null,
        ["declined"] = invite.DeclineReason is { } reason ? new JsonArray(new JsonObject { ["id"] = invite.Id, ["decline_message"] = reason, ["created"] = Time(invite.UpdatedAt) }) : new JsonArray(),
        ["email_statuses"] = new JsonArray(new JsonObject { ["id"] = invite.Id, ["status"] = "delivered", ["last_reaction_at"] = invite.OpenedAt is { } opened ? Time(opened) : null }),
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
