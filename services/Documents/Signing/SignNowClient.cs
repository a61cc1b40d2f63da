using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Vendors;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Documents.Signing;

/// <summary>SignNow's REST interface, as far as sending one document for signature needs it.</summary>
internal sealed class SignNowClient(HttpClient http, IOptions<SignNowOptions> options)
{
    private const string Vendor = "SignNow";
    private const int MostBytes = 40 * 1024 * 1024;

    /// <summary>Text tags in the file become fields. Not to be repeated without looking: each call makes a document.</summary>
    /// <returns>The new document's id.</returns>
    /// <exception cref="VendorFailureException">SignNow did not say yes; after a transient failure it may have done it.</exception>
    public async Task<string> UploadAsync(Guid org, byte[] file, string fileName, string mediaType, CancellationToken ct)
    {
        using var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var form = new MultipartFormDataContent { { part, "file", fileName } };
        var answer = await SendAsync(org, HttpMethod.Post, "/document/fieldextract", form, ct);
        return Text(answer, "id") ?? throw new VendorFailureException(VendorFailure.Transient, "SignNow did not name the document.", "It is looked up and goes on by itself.");
    }

    /// <summary>Looks for a document by the name that we gave it.</summary>
    /// <returns>Its id, the oldest one's if there are several; null when there is none.</returns>
    public async Task<string?> FindAsync(Guid org, string name, CancellationToken ct)
    {
        var documents = await SendAsync(org, HttpMethod.Get, "/user/documentsv2", null, ct);
        return documents.ValueKind != JsonValueKind.Array
            ? null
            // The vendor drops the file's ending from the name.
            : documents.EnumerateArray().Where(document => Text(document, "document_name") is { } known && (known == name || known == Path.GetFileNameWithoutExtension(name)))
                .OrderBy(document => Seconds(document, "created") ?? long.MaxValue).Select(document => Text(document, "id")).FirstOrDefault();
    }

    public async Task<VendorDocument> GetAsync(Guid org, string id, CancellationToken ct)
    {
        var document = await SendAsync(org, HttpMethod.Get, $"/document/{Uri.EscapeDataString(id)}", null, ct);
        return new VendorDocument(
            int.TryParse(Text(document, "page_count"), CultureInfo.InvariantCulture, out var pages) ? Math.Max(1, pages) : 1,
            [.. Array(document, "fields").Select(field => Text(field, "role")).OfType<string>().Distinct(StringComparer.Ordinal)],
            Array(document, "roles").Select(role => (Name: Text(role, "name"), Id: Text(role, "unique_id"))).Where(role => role is { Name: not null, Id: not null })
                .GroupBy(role => role.Name!, StringComparer.Ordinal).ToDictionary(role => role.Key, role => role.First().Id!, StringComparer.Ordinal),
            [.. Array(document, "field_invites").Select(invite => new VendorInvite(
                Text(invite, "id") ?? "", Text(invite, "role") ?? "", Text(invite, "status") ?? "",
                Array(invite, "declined").Select(declined => Text(declined, "decline_message") ?? Text(declined, "reason")).FirstOrDefault(),
                Seconds(invite, "expiration_time") is { } expires ? DateTimeOffset.FromUnixTimeSeconds(expires) : null,
                Array(invite, "email_statuses").Any(status => Text(status, "last_reaction_at") is not null)))]);
    }

    /// <summary>Replaces all fields.</summary>
    public async Task PlaceAsync(Guid org, string id, object fields, CancellationToken ct)
    {
        using var body = JsonContent.Create(new { fields });
        await SendAsync(org, HttpMethod.Put, $"/document/{Uri.EscapeDataString(id)}", body, ct);
    }

    /// <summary>Invites everybody at once. Not to be repeated without looking.</summary>
    public async Task InviteAsync(Guid org, string id, object invite, CancellationToken ct)
    {
        using var body = JsonContent.Create(invite);
        await SendAsync(org, HttpMethod.Post, $"/document/{Uri.EscapeDataString(id)}/invite", body, ct);
    }

    public async Task CancelAsync(Guid org, string id, string reason, CancellationToken ct)
    {
        using var body = JsonContent.Create(new { reason });
        // The second of two would be refused, because nothing is left to cancel.
        await SendAsync(org, HttpMethod.Put, $"/document/{Uri.EscapeDataString(id)}/fieldinvitecancel", body, ct, mayRepeat: false);
    }

    /// <summary>The document as everybody has signed it, as PDF.</summary>
    public async Task<byte[]> DownloadAsync(Guid org, string id, CancellationToken ct)
    {
        using var request = Request(org, HttpMethod.Get, $"/document/{Uri.EscapeDataString(id)}/download?type=collapsed&with_history=1");
        using var response = await VendorAnswers.SendAsync(http, request, Vendor, ct);
        return await VendorAnswers.ReadAsync(response, Vendor, MostBytes, ct);
    }

    public async Task<VendorUser> UserAsync(Guid org, CancellationToken ct)
    {
        var user = await SendAsync(org, HttpMethod.Get, "/user", null, ct);
        return Text(user, "id") is { } id && Text(user, "primary_email") is { } email
            ? new VendorUser(id, email)
            : throw new VendorFailureException(VendorFailure.Decisive, "SignNow does not say whose key it is.", "Enter the key of a user of the account.");
    }

    /// <summary>Which of these events the address is told of already.</summary>
    public async Task<IReadOnlySet<string>> SubscribedAsync(Guid org, string callback, CancellationToken ct)
    {
        var subscriptions = await SendAsync(org, HttpMethod.Get, "/v2/event-subscriptions", null, ct);
        return Array(subscriptions, "data")
            .Where(subscription => subscription.TryGetProperty("json_attributes", out var attributes) && Text(attributes, "callback_url") == callback)
            .Select(subscription => Text(subscription, "event")).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    public async Task SubscribeAsync(Guid org, string happened, string userId, string callback, string secret, CancellationToken ct)
    {
        // Beside the attributes the key would have no effect.
        using var body = JsonContent.Create(new { @event = happened, entity_id = userId, action = "callback", attributes = new { callback, use_tls_12 = true, secret_key = secret } });
        await SendAsync(org, HttpMethod.Post, "/api/v2/events", body, ct);
    }

    private async Task<JsonElement> SendAsync(Guid org, HttpMethod method, string path, HttpContent? body, CancellationToken ct, bool mayRepeat = true)
    {
        using var request = Request(org, method, path);
        request.Content = body;
        if (!mayRepeat)
        {
            request.Options.Set(HttpRepeat.Allowed, false);
        }

        using var response = await VendorAnswers.SendAsync(http, request, Vendor, ct);
        return await VendorAnswers.JsonAsync(response, Vendor, ct);
    }

    private HttpRequestMessage Request(Guid org, HttpMethod method, string path)
    {
        var credential = options.Value.For(org) ?? throw new VendorFailureException(
            VendorFailure.Decisive, "There is no SignNow key.", $"Set SignNow__Credentials__{org}__ApiKey (or SignNow__ApiKey for all) in the configuration of Documents and send it again.");
        var request = new HttpRequestMessage(method, new Uri(options.Value.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential.ApiKey);
        return request;
    }

    private static IEnumerable<JsonElement> Array(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    // Numbers come as numbers or as text.
    private static string? Text(JsonElement parent, string name) => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null }
        : null;

    private static long? Seconds(JsonElement parent, string name) => long.TryParse(Text(parent, name), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}

/// <param name="FieldRoles">Roles that have a field to fill in.</param>
/// <param name="RoleIds">By the role's name.</param>
internal sealed record VendorDocument(int Pages, IReadOnlyList<string> FieldRoles, IReadOnlyDictionary<string, string> RoleIds, IReadOnlyList<VendorInvite> Invites);

/// <param name="Status">created, pending, fulfilled, declined, skipped or expired.</param>
internal sealed record VendorInvite(string Id, string Role, string Status, string? DeclineReason, DateTimeOffset? ExpiresAt, bool Opened)
{
    public bool IsSigned => Status is "fulfilled" or "skipped";

    public bool HasExpired(DateTimeOffset now) => Status == "expired" || (Status is "created" or "pending" && ExpiresAt <= now);
}

internal sealed record VendorUser(string Id, string Email);
