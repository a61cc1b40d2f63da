using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Extensions.Options;
using Teg.Platform.Accounts.Keys;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Machines;

/// <summary>OAuth 2.0 client credentials (RFC 6749, 4.4). Failures are that standard's, which every client library reads, not problem details.</summary>
internal static partial class TokenEndpoint
{
    // Compared with when there is no such client: the answer takes the same way.
    private static readonly byte[] NobodysHash = RandomNumberGenerator.GetBytes(32);

    public static void MapTokens(this IEndpointRouteBuilder routes) => routes.MapPost("/oauth/token", Issue).WithName("IssueToken").WithTags("API clients")
        .Accepts<TokenRequest>("application/x-www-form-urlencoded").Produces<IssuedToken>().Produces<OAuthError>(StatusCodes.Status400BadRequest)
        .Produces<OAuthError>(StatusCodes.Status401Unauthorized).AllowAnonymous().AddEndpointFilter(NeverStored.Filter);

    private static async Task<IResult> Issue(
        HttpContext http, Database database, AccessTokens tokens, SignInThrottle throttle, IOptions<LifetimeOptions> lifetimes, TimeProvider clock,
        ILogger<ApiClient> logger, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType)
        {
            return Refuse("invalid_request", "Send the parameters as application/x-www-form-urlencoded.");
        }

        var form = await http.Request.ReadFormAsync(ct);
        if (form["grant_type"] is not ["client_credentials"])
        {
            return form.ContainsKey("grant_type")
                ? Refuse("unsupported_grant_type", "The only grant here is client_credentials.")
                : Refuse("invalid_request", "grant_type is missing.");
        }

        var basic = Basic(http.Request.Headers.Authorization.ToString());
        var (clientId, secret) = basic ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        var keys = SignInKeys.Of($"client\n{clientId}", http.Connection.RemoteIpAddress);
        if (await throttle.EnterAsync(keys, ct) is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return TypedResults.Json(new OAuthError("invalid_client", "Too many wrong secrets lately; wait."), statusCode: StatusCodes.Status429TooManyRequests);
        }

        if (await FindAsync(clientId, secret, database, clock.GetUtcNow(), ct) is not { } client)
        {
            LogRefused(logger, TenantKey.Parse(TenantKey.Client, clientId)?.Id);
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Teg.Platform\"";
            return TypedResults.Json(new OAuthError("invalid_client", "Client id or secret is not right, or the client was revoked or has expired."), statusCode: StatusCodes.Status401Unauthorized);
        }

        await throttle.ForgiveAsync(keys, ct);
        var granted = client.Scopes.Split(' ');
        var wanted = form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Except(granted, StringComparer.Ordinal).FirstOrDefault() is { } more)
        {
            return Refuse("invalid_scope", $"The client has no scope {more}.");
        }

        var scope = wanted.Length > 0 ? string.Join(' ', wanted.Distinct(StringComparer.Ordinal)) : client.Scopes;
        return TypedResults.Ok(new IssuedToken(await tokens.IssueAsync(client, scope, ct), "Bearer", (int)lifetimes.Value.MachineLifetime.TotalSeconds, scope));
    }

    private static async Task<ApiClient?> FindAsync(string clientId, string secret, Database database, DateTimeOffset now, CancellationToken ct)
    {
        var named = TenantKey.Parse(TenantKey.Client, clientId) ?? (Guid.Empty, Guid.Empty);
        await using var connection = await database.OpenAsync(named.OrgId, ct);
        var client = await connection.QuerySingleOrDefaultAsync<ApiClient>(new CommandDefinition(
            """
            select org_id, id, name, secret_hash, role, array_to_string(scopes, ' ') as scopes
            from accounts.api_client
            where org_id = @OrgId and id = @Id and revoked_at is null and (expires_at is null or expires_at > @now)
            """, new { named.OrgId, named.Id, now }, cancellationToken: ct));
        // Constant time: how much of a guess was right must not show.
        if (!CryptographicOperations.FixedTimeEquals(ClientSecret.Digest(secret), client?.SecretHash ?? NobodysHash) || client is null)
        {
            return null;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.api_client set last_used_at = @now where org_id = @OrgId and id = @Id", new { client.OrgId, client.Id, now }, cancellationToken: ct));
        return client;
    }

    // RFC 6749, 2.3.1: "Basic " and base64 of both, form-encoded, apart by a colon.
    private static (string ClientId, string Secret)? Basic(string header)
    {
        var bytes = new byte[header.Length];
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
        {
            return null;
        }

        var both = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return both.Length == 2 ? (WebUtility.UrlDecode(both[0]), WebUtility.UrlDecode(both[1])) : null;
    }

    private static IResult Refuse(string error, string description) => TypedResults.Json(new OAuthError(error, description), statusCode: StatusCodes.Status400BadRequest);

    [LoggerMessage(LogLevel.Warning, "A token for client {ClientId} was refused")]
    private static partial void LogRefused(ILogger logger, Guid? clientId);
}

/// <summary>A machine that showed its secret.</summary>
internal sealed record ApiClient(Guid OrgId, Guid Id, string Name, byte[] SecretHash, string Role, string Scopes);

/// <param name="GrantType">client_credentials.</param>
/// <param name="ClientId">Here or, with the secret, in the Authorization header.</param>
/// <param name="Scope">Some of the client's scopes, apart by spaces; all of them when left out.</param>
public sealed record TokenRequest(
    [property: JsonPropertyName("grant_type")] string GrantType,
    [property: JsonPropertyName("client_id")] string? ClientId,
    [property: JsonPropertyName("client_secret")] string? ClientSecret,
    string? Scope);

public sealed record IssuedToken(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    string Scope);

public sealed record OAuthError(string Error, [property: JsonPropertyName("error_description")] string ErrorDescription);
