using System.Net;
using System.Text;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>What stands behind the link in an invitation: the document, and a place to sign or decline.</summary>
internal static class SigningPages
{
    public static void MapSigningPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/s").WithMetadata(new WithoutToken());

        pages.MapGet("/{id}", static (string id, HttpContext context, SignNowDesk desk) =>
        {
            var document = desk.With(id);
            return Page(document.Name, string.Concat(document.Invites.Where(invite => invite.Status == FieldInvite.Pending).Select(invite =>
                $"<p><a href=\"{SignNowDesk.Link("", id, invite.Id)}\">Sign as {Safe(invite.Role)}</a></p>")) is { Length: > 0 } links ? links : "<p>Nobody is asked to sign this at the moment.</p>");
        });
        pages.MapGet("/{id}/{inviteId}", Show);
        pages.MapGet("/{id}/{inviteId}/document.pdf", static (string id, string inviteId, SignNowDesk desk, SandboxState state) =>
        {
            var document = desk.With(id);
            return document.Invites.Any(invite => invite.Id == inviteId) || document.Requests.Any(request => request.Id == inviteId)
                ? TypedResults.File(SignedCopy.Of(document, state.Files.Get(document.FileHash), withHistory: false), "application/pdf")
                : throw SignNowException.DocumentNotFound();
        });
        pages.MapPost("/{id}/{inviteId}/signature", Sign);
        pages.MapPost("/{id}/{inviteId}/refusal", static (string id, string inviteId, HttpContext context, SignNowDesk desk) =>
        {
            desk.Decline(id, inviteId, Form(context).GetValueOrDefault("reason") is { Length: > 0 } reason ? reason : "No reason was given.");
            return Page("Declined", "<p>You have declined to sign. The sender is told.</p>");
        });
    }

    private static IResult Show(string id, string inviteId, SignNowDesk desk, SandboxState state)
    {
        var document = desk.With(id);
        if (document.Requests.Any(request => request.Id == inviteId && !request.Canceled && request.SignatureId is null))
        {
            return Page(document.Name, Signing(id, inviteId, []));
        }

        if (document.Invites.FirstOrDefault(known => known.Id == inviteId) is not { } invite)
        {
            return Page(document.Name, "<p>This invitation is no longer valid.</p>", StatusCodes.Status410Gone);
        }

        if (invite.StatusAt(state.Now) is var status and not FieldInvite.Pending)
        {
            return Page(document.Name, status switch
            {
                FieldInvite.Created => "<p>Another person signs before you. You will get a message when it is your turn.</p>",
                FieldInvite.Fulfilled => "<p>You have signed this document.</p>",
                FieldInvite.Declined => "<p>You have declined to sign this document.</p>",
                _ => "<p>This invitation has expired.</p>",
            });
        }

        desk.Open(id, inviteId);
        return Page(document.Name, Signing(id, inviteId, [.. document.Fields.Where(field => field.Role == invite.Role && field.Type is "text" or "enumeration" or "checkbox")]));
    }

    private static IResult Sign(string id, string inviteId, HttpContext context, SignNowDesk desk)
    {
        var form = Form(context);
        if (form.GetValueOrDefault("signed-name") is not { Length: > 1 } name)
        {
            throw SignNowException.Invalid("A name is required.");
        }

        desk.Sign(id, inviteId, name, form, SignNowEndpoints.Address(context));
        return Page("Signed", "<p>Thank you. You have signed this document.</p>");
    }

    private static Dictionary<string, string> Form(HttpContext context) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Encoding.UTF8.GetString(VendorTraffic.BodyOf(context)))
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);

    private static string Signing(string id, string inviteId, IReadOnlyList<SignField> fields) =>
        $"""
        <object data="/s/{id}/{inviteId}/document.pdf" type="application/pdf"><a href="/s/{id}/{inviteId}/document.pdf">Read the document</a></object>
        <form method="post" action="/s/{id}/{inviteId}/signature">
        {string.Concat(fields.Select(field => $"<label>{Safe(field.Label ?? field.Name)}<input name=\"{Safe(field.Name)}\" value=\"{Safe(field.Prefilled ?? "")}\"{(field.Required ? " required" : "")}></label>"))}
        <label>Your full name, as your signature<input name="signed-name" autocomplete="name" required minlength="2"></label>
        <button>Sign</button>
        </form>
        <form method="post" action="/s/{id}/{inviteId}/refusal"><label>Why do you decline?<input name="reason"></label><button class="quiet">Decline</button></form>
        """;

    private static IResult Page(string title, string body, int status = StatusCodes.Status200OK) => TypedResults.Content(
        $$"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{Safe(title)}}</title>
        <style>
        body { font: 17px/1.5 system-ui, sans-serif; color: #23201c; background: #f6f3ee; max-width: 52rem; margin: 0 auto; padding: 2rem 1rem }
        h1 { font-weight: 500 } object { width: 100%; height: 60vh; border: 1px solid #d8d2c8; background: #fff }
        form { margin: 1.5rem 0 } label { display: block; margin: 0 0 1rem } input { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; border: 1px solid #b9b1a4; border-radius: 4px }
        button { font: inherit; padding: .6rem 1.6rem; border: 0; border-radius: 4px; background: #23201c; color: #fff } button.quiet { background: none; color: #7a1f1f; border: 1px solid }
        </style></head><body><h1>{{Safe(title)}}</h1>{{body}}</body></html>
        """, "text/html; charset=utf-8", Encoding.UTF8, status);

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
