using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Teg.Platform.Sandbox.Journal;
using Teg.Platform.Sandbox.Traffic;

namespace Teg.Platform.Sandbox.SignNow;

/// <summary>SignNow's REST interface.</summary>
internal static class SignNowEndpoints
{
    private const int TokenSeconds = 2_592_000;

    public static void MapSignNow(this IEndpointRouteBuilder routes)
    {
        var signNow = routes.MapGroup("").WithMetadata(new OnVendor(Vendor.SignNow)).ExcludeFromDescription();

        signNow.MapPost("/oauth2/token", Issue).WithMetadata(new WithoutToken());
        signNow.MapGet("/oauth2/token", static () => Json(new JsonObject { ["expires_in"] = TokenSeconds, ["token_type"] = "bearer", ["scope"] = "*" }));
        signNow.MapGet("/user", static () => Json(new JsonObject
        {
            ["id"] = SignNowAccount.UserId, ["first_name"] = "TEG", ["last_name"] = "Agreements", ["active"] = "1", ["primary_email"] = SignNowAccount.UserEmail, ["emails"] = new JsonArray(SignNowAccount.UserEmail),
        }));
        signNow.MapGet("/user/documentsv2", static (SandboxState state) => Json(SignNowJson.Array(state.Current.SignNow.Documents, document => SignNowJson.Document(document, state.Now))));

        signNow.MapPost("/document", static (HttpContext context, SignNowDesk desk) => Upload(context, desk, withTags: false));
        signNow.MapPost("/document/fieldextract", static (HttpContext context, SignNowDesk desk) => Upload(context, desk, withTags: true));
        signNow.MapGet("/document/{id}", static (string id, SignNowDesk desk, SandboxState state) => Json(SignNowJson.Document(desk.With(id), state.Now)));
        signNow.MapPut("/document/{id}", Place);
        signNow.MapDelete("/document/{id}", static (string id, SignNowDesk desk) =>
        {
            desk.Delete(id);
            return Success();
        });
        signNow.MapGet("/document/{id}/download", Download);
        signNow.MapPost("/document/{id}/download/link", MakeLink);
        signNow.MapGet("/dispatcher/{ticket}", FollowLink).WithMetadata(new WithoutToken());
        signNow.MapPost("/document/{id}/invite", Invite);
        signNow.MapPut("/document/{id}/fieldinvitecancel", static (string id, HttpContext context, SignNowDesk desk) =>
        {
            desk.CancelInvites(id, OptionalBody(context) is { } body ? SignNowBody.Text(body, "reason") : null);
            return Success();
        });
        signNow.MapPut("/invite/{inviteId}/cancel", static (string inviteId, SignNowDesk desk) =>
        {
            desk.CancelRequest(inviteId);
            return Json(new JsonObject { ["id"] = inviteId });
        });
        signNow.MapGet("/document/{id}/historyfull", History);
        signNow.MapGet("/document/{id}/history", History);
        signNow.MapPost("/link", static (HttpContext context, SignNowDesk desk) =>
        {
            var document = desk.With(Required(BodyOf(context), "document_id"));
            var url = $"{Address(context)}/s/{document.Id}";
            return Json(new JsonObject { ["url"] = url, ["url_no_signup"] = url });
        });
        signNow.MapPost("/template", static (HttpContext context, SignNowDesk desk) =>
        {
            var body = BodyOf(context);
            return Json(new JsonObject { ["id"] = desk.Copy(desk.With(Required(body, "document_id")), Required(body, "document_name"), isTemplate: true).Id });
        });
        signNow.MapPost("/template/{id}/copy", static (string id, HttpContext context, SignNowDesk desk) =>
        {
            var template = desk.With(id);
            var copy = desk.Copy(template, OptionalBody(context) is { } body ? SignNowBody.Text(body, "document_name") ?? template.Name : template.Name, isTemplate: false);
            return Json(new JsonObject { ["id"] = copy.Id, ["name"] = copy.Name });
        });

        signNow.MapGet("/v2/documents/{id}/free-form-invites", static (string id, SignNowDesk desk) =>
        {
            var requests = desk.With(id).Requests;
            return Json(new JsonObject
            {
                ["data"] = SignNowJson.Array(requests, request => new JsonObject
                {
                    ["id"] = request.Id, ["status"] = request.Canceled ? "canceled" : request.SignatureId is null ? "pending" : "fulfilled",
                    ["created"] = request.CreatedAt.ToUnixTimeSeconds(), ["email"] = request.SignerEmail,
                }),
                ["meta"] = Meta(requests.Count),
            });
        });
        signNow.MapPut("/v2/documents/{id}/prefill-texts", static (string id, HttpContext context, SignNowDesk desk) =>
        {
            desk.Prefill(id, SignNowBody.Array(BodyOf(context), "fields").ToDictionary(field => Required(field, "field_name"), field => SignNowBody.Text(field, "prefilled_text") ?? "", StringComparer.Ordinal));
            return TypedResults.NoContent();
        });

        signNow.MapPost("/api/v2/events", Subscribe);
        signNow.MapGet("/v2/event-subscriptions", static (SandboxState state) =>
        {
            var hooks = state.Current.SignNow.Hooks;
            return Json(new JsonObject { ["data"] = SignNowJson.Array(hooks, Hook), ["meta"] = Meta(hooks.Count) });
        });
        signNow.MapGet("/api/v2/events", static (SandboxState state) => Json(new JsonObject { ["data"] = SignNowJson.Array(state.Current.SignNow.Hooks, Hook) })).WithMetadata(new WithoutToken());
        signNow.MapDelete("/api/v2/events/{id}", Unsubscribe);
        signNow.MapDelete("/v2/event-subscriptions/{id}", Unsubscribe);
        signNow.MapGet("/v2/event-subscriptions/{id}/callbacks", static (string id, SignNowHooks hooks) => Json(new JsonObject
        {
            ["data"] = SignNowJson.Array(hooks.CallbacksOf(id), callback => new JsonObject
            {
                ["id"] = callback.Id, ["event_name"] = callback.Event, ["entity_id"] = callback.DocumentId, ["request_start_time"] = callback.At.ToUnixTimeSeconds(),
                ["response_status_code"] = callback.Taken switch { true => 200, false => 500, null => 0 },
            }),
        }));
        signNow.MapPost("/event_subscription", SubscribeOld);
        signNow.MapGet("/event_subscription", static (SandboxState state) => Json(new JsonObject
        {
            ["subscriptions"] = SignNowJson.Array([.. state.Current.SignNow.Hooks.Where(hook => hook.IsOld)], hook => new JsonObject { ["id"] = hook.Id, ["event"] = hook.Event, ["callback_url"] = hook.Callback }),
        }));
        signNow.MapDelete("/event_subscription/{id}", Unsubscribe);
        signNow.MapSigningPages();
    }

    public static string Address(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    public static IResult Json(JsonNode node) => TypedResults.Json(node);

    private static IResult Success() => Json(new JsonObject { ["status"] = "success" });

    private static JsonObject Meta(int total) => new() { ["pagination"] = new JsonObject { ["total"] = total, ["count"] = total, ["per_page"] = 50, ["current_page"] = 1, ["total_pages"] = 1 } };

    private static JsonElement BodyOf(HttpContext context) => SignNowBody.Of(VendorTraffic.BodyOf(context));

    private static JsonElement? OptionalBody(HttpContext context) => VendorTraffic.BodyOf(context).Length == 0 ? null : BodyOf(context);

    private static string Required(JsonElement body, string name) => SignNowBody.Text(body, name) is { Length: > 0 } text ? text : throw SignNowException.Invalid($"{name} is required");

    private static IResult Issue(HttpContext context, SignNowLimits limits)
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            throw SignNowException.Token(StatusCodes.Status401Unauthorized, "invalid_client", 1537);
        }

        // The SDK leaves @ unescaped, which a form may.
        var form = QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(VendorTraffic.BodyOf(context)));
        string? Field(string name) => form.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        var right = Field("grant_type") switch
        {
            "password" => Field("username") is not null && Field("password") is not (null or "wrong"),
            "refresh_token" => Field("refresh_token") is { } refresh && limits.WasIssued(refresh),
            "authorization_code" => Field("code") is not null,
            _ => throw SignNowException.Token(StatusCodes.Status400BadRequest, "unsupported_grant_type", 1538),
        };
        return right
            ? Json(new JsonObject
            {
                ["expires_in"] = TokenSeconds, ["token_type"] = "bearer", ["access_token"] = limits.Issue(), ["refresh_token"] = limits.Issue(), ["scope"] = Field("scope") ?? "*", ["last_login"] = 1,
            })
            : throw SignNowException.Token(StatusCodes.Status400BadRequest, "invalid_grant", 1539);
    }

    private static IResult Upload(HttpContext context, SignNowDesk desk, bool withTags)
    {
        var form = UploadedForm.Of(context.Request.ContentType, VendorTraffic.BodyOf(context));
        if (form.File is not { Length: > 0 } file)
        {
            throw SignNowException.Invalid("file is required");
        }

        var document = desk.Upload(file, form.FileName ?? "document.pdf", form["name"], form["make_template"] is "1", withTags || form["check_fields"] is "true" or "1");
        return Json(new JsonObject { ["id"] = document.Id });
    }

    private static IResult Place(string id, HttpContext context, SignNowDesk desk)
    {
        var body = BodyOf(context);
        var number = 0;
        if (!body.TryGetProperty("fields", out _))
        {
            // Texts alone leave the fields as they are.
            return Json(new JsonObject { ["id"] = desk.With(id).Id });
        }

        desk.Place(id, [.. SignNowBody.Array(body, "fields").Select(field => new SignField(
            SignNowAccount.NewId(),
            SignNowBody.Text(field, "type") is "signature" or "text" or "initials" or "checkbox" or "enumeration" or "attachment" or "radiobutton" or "calculated" or "hyperlink" && SignNowBody.Text(field, "type") is { } type
                ? type
                : throw SignNowException.Invalid("type is not supported"),
            Required(field, "role"),
            SignNowBody.Integer(field, "page_number") ?? throw SignNowException.Invalid("page_number is required"),
            SignNowBody.Number(field, "x") ?? throw SignNowException.Invalid("x is required"),
            SignNowBody.Number(field, "y") ?? throw SignNowException.Invalid("y is required"),
            SignNowBody.Number(field, "width") ?? throw SignNowException.Invalid("width is required"),
            SignNowBody.Number(field, "height") ?? throw SignNowException.Invalid("height is required"),
            SignNowBody.Flag(field, "required"), SignNowBody.Text(field, "name") ?? $"{SignNowBody.Text(field, "type")}_{++number}", SignNowBody.Text(field, "label"), SignNowBody.Text(field, "prefilled_text")))]);
        return Json(new JsonObject { ["id"] = id });
    }

    private static IResult Download(string id, HttpContext context, SignNowDesk desk, SandboxState state)
    {
        var document = desk.With(id);
        var pdf = SignedCopy.Of(document, state.Files.Get(document.FileHash), context.Request.Query["with_history"] == "1");
        if (context.Request.Query["type"] != "zip")
        {
            return TypedResults.File(pdf, "application/pdf", document.Name + ".pdf");
        }

        using var zipped = new MemoryStream();
        using (var zip = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(document.Name + ".pdf").Open();
            entry.Write(pdf);
        }

        return TypedResults.File(zipped.ToArray(), "application/zip", document.Name + ".zip");
    }

    private static IResult MakeLink(string id, HttpContext context, SignNowDesk desk, SignNowTickets tickets) =>
        Json(new JsonObject { ["link"] = $"{Address(context)}/dispatcher/{tickets.Issue(desk.With(id).Id)}" });

    private static IResult FollowLink(string ticket, HttpContext context, SignNowDesk desk, SandboxState state, SignNowTickets tickets) =>
        Download(tickets.Take(ticket) ?? throw SignNowException.NoRoute(context.Request.Path), context, desk, state);

    private static IResult Invite(string id, HttpContext context, SignNowDesk desk)
    {
        var body = BodyOf(context);
        var silent = context.Request.Query["email"] == "disable";
        Required(body, "from");
        if (body.TryGetProperty("to", out var to) && to.ValueKind == JsonValueKind.String)
        {
            return Json(new JsonObject { ["result"] = "success", ["id"] = desk.Invite(id, to.GetString()!, silent, Address(context)).Id, ["callback_url"] = "none" });
        }

        var signers = SignNowBody.Array(body, "to").Select(entry => InvitedSigner.Of(entry, body)).ToList();
        if (signers.Count == 0)
        {
            throw SignNowException.Invalid("to is required");
        }

        desk.Invite(id, signers, silent, Address(context));
        return Success();
    }

    private static IResult History(string id, SignNowDesk desk)
    {
        var document = desk.With(id);
        return Json(SignNowJson.Array(document.History, one => new JsonObject
        {
            ["unique_id"] = document.Id, ["document_id"] = document.Id, ["user_id"] = SignNowAccount.UserId, ["email"] = one.Email, ["created"] = SignNowJson.Time(one.At),
            ["event"] = one.What, ["origin"] = "original", ["client_app_name"] = "API",
        }));
    }

    private static IResult Subscribe(HttpContext context, SandboxState state)
    {
        var body = BodyOf(context);
        var happened = Required(body, "event");
        var entity = Required(body, "entity_id");
        var attributes = body.TryGetProperty("attributes", out var given) && given.ValueKind == JsonValueKind.Object ? given : throw SignNowException.Invalid("attributes is required");
        if (happened.StartsWith("user.", StringComparison.Ordinal) != (entity == SignNowAccount.UserId))
        {
            throw SignNowException.Invalid("entity_id does not fit the event");
        }

        var headers = attributes.TryGetProperty("headers", out var more) && more.ValueKind == JsonValueKind.Object
            ? more.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.ToString(), StringComparer.Ordinal)
            : [];
        // secret_key beside attributes has no effect, as at the vendor.
        state.Record(new SignNowHookKept(state.Now, new SignNowHook(
            SignNowAccount.NewId(), happened, entity, Required(attributes, "callback"), SignNowBody.Text(attributes, "secret_key"), SignNowBody.Flag(attributes, "docid_queryparam"), headers,
            IsOld: false, state.Now)));
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    private static IResult SubscribeOld(HttpContext context, SandboxState state)
    {
        var body = BodyOf(context);
        var hook = new SignNowHook(
            SignNowAccount.NewId(), Required(body, "event"), SignNowAccount.UserId, Required(body, "callback_url"), null, NamesDocument: false, new Dictionary<string, string>(StringComparer.Ordinal), IsOld: true, state.Now);
        state.Record(new SignNowHookKept(state.Now, hook));
        return Json(new JsonObject { ["id"] = hook.Id, ["created"] = state.Now.ToUnixTimeSeconds() });
    }

    private static IResult Unsubscribe(string id, SandboxState state)
    {
        if (!state.Current.SignNow.Hooks.Any(hook => hook.Id == id))
        {
            throw SignNowException.Of(StatusCodes.Status404NotFound, 65582, "Event subscription not found");
        }

        state.Record(new SignNowHookDropped(state.Now, id));
        return TypedResults.NoContent();
    }

    private static JsonObject Hook(SignNowHook hook) => new()
    {
        ["id"] = hook.Id,
        ["event"] = hook.Event,
        ["entity_id"] = hook.EntityId,
        ["entity_unique_id"] = hook.EntityId,
        ["action"] = "callback",
        ["json_attributes"] = new JsonObject { ["callback_url"] = hook.Callback, ["use_tls_12"] = true, ["docid_queryparam"] = hook.NamesDocument, ["secret_key"] = hook.Secret is null ? null : "********" },
        ["active"] = true,
        ["created"] = hook.CreatedAt.ToUnixTimeSeconds(),
    };
}

/// <summary>Addresses under which a document can be fetched once.</summary>
internal sealed class SignNowTickets
{
    private readonly ConcurrentDictionary<string, string> documents = new(StringComparer.Ordinal);

    public string Issue(string documentId)
    {
        var ticket = SignNowAccount.NewId();
        documents[ticket] = documentId;
        return ticket;
    }

    public string? Take(string ticket) => documents.TryRemove(ticket, out var document) ? document : null;
}
