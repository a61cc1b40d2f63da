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
        signNow.MapPost("/documents/{id}/sign", static (string id, SignerAct act, SignNowDesk desk) =>
        {
            desk.Sign(id, InviteOf(desk, id, act), act.Name ?? "Ada Signer", act.Values ?? new Dictionary<string, string>(StringComparer.Ordinal), "");
            return TypedResults.NoContent();
        });
        signNow.MapPost("/documents/{id}/decline", static (string id, SignerAct act, SignNowDesk desk) =>
        {
            desk.Decline(id, InviteOf(desk, id, act), act.Reason ?? "Not as agreed.");
            return TypedResults.NoContent();
        });
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
