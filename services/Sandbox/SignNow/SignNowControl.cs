using System.ComponentModel.DataAnnotations;
using Teg.Platform.Sandbox.Journal;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>The signers' hands, for a test: what a person does behind the link.</summary>
internal static class SignNowControl
{
    public static void MapSignNowControl(this IEndpointRouteBuilder control)
    {
        var signNow = control.MapGroup("/signnow").AddEndpointFilter(SayWhy);

        signNow.MapGet("/documents", static (SandboxState state, string? name) => state.Current.SignNow.Documents
            .Where(document => name is null || document.Name.Contains(name, StringComparison.Ordinal))
            .Select(document => new SignNowDocumentAnswer(
                document.Id, document.Name, document.Fields.Count,
                [.. document.Invites.Select(invite => new SignNowInviteAnswer(invite.Id, invite.Email, invite.Role, invite.StatusAt(state.Now), SignNowDesk.Link("", document.Id, invite.Id)))],
                [.. document.History.Select(one => one.What)])));
        signNow.MapPost("/documents/{id}/open", static (string id, SignerAct act, SignNowDesk desk) =>
        {
            desk.Open(id, InviteOf(desk, id, act));
            return TypedResults.NoContent();
        });
        signNow.MapPost("/documents/{id}/sign", static (string id, SignerAct act, SignNowDesk desk, SandboxState state) =>
        {
            var inviteId = InviteOf(desk, id, act);
            desk.Sign(id, inviteId, act.Name ?? "Ada Signer", Filled(desk.With(id), inviteId, act.Values, state.Now), "");
            return TypedResults.NoContent();
        });
        signNow.MapPost("/documents/{id}/decline", static (string id, SignerAct act, SignNowDesk desk) =>
        {
            desk.Decline(id, InviteOf(desk, id, act), act.Reason ?? "Not as agreed.");
            return TypedResults.NoContent();
        });
    }

    // What must be filled in and was not said: the day, as most such fields ask for it.
    private static Dictionary<string, string> Filled(SignNowDocument document, string inviteId, IReadOnlyDictionary<string, string>? values, DateTimeOffset now)
    {
        var role = document.Invites.FirstOrDefault(invite => invite.Id == inviteId)?.Role;
        var filled = document.Fields.Where(field => field.Role == role && field is { Type: "text", Required: true }).ToDictionary(field => field.Name, _ => $"{now:yyyy-MM-dd}", StringComparer.Ordinal);
        foreach (var (name, value) in values ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            filled[name] = value;
        }

        return filled;
    }

    private static string InviteOf(SignNowDesk desk, string id, SignerAct act)
    {
        var document = desk.With(id);
        return document.Invites.FirstOrDefault(invite => act.Role is { } role ? invite.Role == role : act.Email is { } email ? invite.Email == email : invite.Status == FieldInvite.Pending)?.Id
            ?? document.Requests.FirstOrDefault(request => act.Email is null || request.SignerEmail == act.Email)?.Id
            ?? throw new ValidationException("Nobody of that role or address is invited.");
    }

    private static async ValueTask<object?> SayWhy(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SignNowException refused)
        {
            throw new ValidationException(refused.Message, refused);
        }
    }
}

/// <summary>Who acts, by role or address; else whose turn it is.</summary>
public sealed record SignerAct(
    [property: MaxLength(200)] string? Role, [property: MaxLength(200)] string? Email, [property: MaxLength(200)] string? Name, [property: MaxLength(1000)] string? Reason,
    IReadOnlyDictionary<string, string>? Values);

internal sealed record SignNowDocumentAnswer(string Id, string Name, int Fields, IReadOnlyList<SignNowInviteAnswer> Invites, IReadOnlyList<string> History);

internal sealed record SignNowInviteAnswer(string Id, string Email, string Role, string Status, string Link);
