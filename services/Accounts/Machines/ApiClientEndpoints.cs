using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Machines;

/// <summary>Machines that sign in for the organisation. A revoked one gets no token any more; the last one it got is good for a quarter of an hour.</summary>
internal static class ApiClientEndpoints
{
    public static void MapApiClients(this IEndpointRouteBuilder routes)
    {
        var clients = routes.MapGroup("/api-clients").WithTags("API clients").RequireAuthorization(Roles.Admin)
            .AddEndpointFilter(NeverStored.Filter).AddEndpointFilter<LiveSession>();

        clients.MapGet("", List).WithName("ListApiClients");
        clients.MapPost("", Create).WithName("CreateApiClient");
        clients.MapPost("/{id:guid}/secret", ChangeSecret).WithName("ChangeApiClientSecret");
        clients.MapDelete("/{id:guid}", Revoke).WithName("RevokeApiClient");
    }

    // Newest first; "after" is the id of the last one seen.
    private static async Task<Ok<ApiClientPage>> List(Database database, Caller caller, CancellationToken ct, Guid? after = null, [Range(1, 200)] int limit = 50)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<ApiClientRow>(new CommandDefinition(
            """
            select id, name, role, array_to_string(scopes, ' ') as scopes, created_at, last_used_at, expires_at
            from accounts.api_client
            where org_id = warehouse.current_org() and revoked_at is null and (@after::uuid is null or id < @after)
            order by id desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new ApiClientPage([.. rows.Take(limit).Select(row => row.ToInfo(caller.OrgId))], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Created<NewApiClient>> Create(CreateApiClient request, Database database, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (id, secret) = (Guid.CreateVersion7(now), ClientSecret.Create());
        string[] scopes = [.. request.Scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var name = request.Name.Trim();
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.api_client (org_id, id, name, secret_hash, role, scopes, created_by, created_at, expires_at)
            values (@OrgId, @id, @name, @hash, @Role, @scopes, @UserId, @now, @expiresAt)
            """,
            new { caller.OrgId, id, name, hash = ClientSecret.Digest(secret), request.Role, scopes, caller.UserId, now, expiresAt = request.ExpiresAt?.ToUniversalTime() },
            cancellationToken: ct));
        return TypedResults.Created(
            $"/api-clients/{id}",
            new NewApiClient(id, name, TenantKey.Create(TenantKey.Client, caller.OrgId, id), secret, request.Role, scopes, now, null, request.ExpiresAt));
    }

    // The old secret is worth nothing from then on.
    private static async Task<Results<Ok<NewSecret>, NotFound>> ChangeSecret(Guid id, Database database, CancellationToken ct)
    {
        var secret = ClientSecret.Create();
        await using var connection = await database.OpenAsync(ct);
        var found = await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.api_client set secret_hash = @hash where org_id = warehouse.current_org() and id = @id and revoked_at is null",
            new { id, hash = ClientSecret.Digest(secret) }, cancellationToken: ct));
        return found == 0 ? TypedResults.NotFound() : TypedResults.Ok(new NewSecret(secret));
    }

    // Revoking twice changes nothing.
    private static async Task<Results<NoContent, NotFound>> Revoke(Guid id, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var found = await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.api_client set revoked_at = coalesce(revoked_at, @now) where org_id = warehouse.current_org() and id = @id",
            new { id, now = clock.GetUtcNow() }, cancellationToken: ct));
        return found == 0 ? TypedResults.NotFound() : TypedResults.NoContent();
    }

    private sealed record ApiClientRow(
        Guid Id, string Name, string Role, string Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt)
    {
        public ApiClientInfo ToInfo(Guid orgId) => new(Id, Name, TenantKey.Create(TenantKey.Client, orgId, Id), Role, Scopes.Split(' '), CreatedAt, LastUsedAt, ExpiresAt);
    }
}

/// <param name="Role">Admin, Manager, Agent or Viewer.</param>
/// <param name="Scopes">Such as analytics:read and sync:write.</param>
/// <param name="ExpiresAt">From then on it gets no token; never when left out.</param>
public sealed record CreateApiClient(
    [property: Required, MaxLength(100), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Name,
    [property: Required, AllowedValues(Roles.Admin, Roles.Manager, Roles.Agent, Roles.Viewer)] string Role,
    [property: Required, MinLength(1), MaxLength(50)] IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from scope in Scopes
        where !ServiceDefaults.Scopes.All.Contains(scope, StringComparer.Ordinal)
        select new ValidationResult($"There is no scope \"{scope}\"; there are {string.Join(", ", ServiceDefaults.Scopes.All)}.", [nameof(Scopes)]);
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record ApiClientPage(IReadOnlyList<ApiClientInfo> Items, Guid? Next);

public sealed record ApiClientInfo(
    Guid Id, string Name, string ClientId, string Role, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt);

/// <param name="ClientSecret">Shown this once.</param>
public sealed record NewApiClient(
    Guid Id, string Name, string ClientId, string ClientSecret, string Role, IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt);

/// <param name="ClientSecret">Shown this once.</param>
public sealed record NewSecret(string ClientSecret);
