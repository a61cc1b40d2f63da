using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.SiteKeys;

/// <summary>Public keys that pages of the organisation's own sites carry.</summary>
internal static class SiteKeyEndpoints
{
    public static void MapSiteKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/site-keys").WithTags("Site keys").RequireAuthorization(Roles.Admin).AddEndpointFilter<LiveSession>();

        keys.MapGet("", List).WithName("ListSiteKeys");
        keys.MapPost("", Create).WithName("CreateSiteKey");
        keys.MapDelete("/{id:guid}", Revoke).WithName("RevokeSiteKey");
    }

    // Newest first; "after" is the id of the last one seen.
    private static async Task<Ok<SiteKeyPage>> List(Database database, Caller caller, CancellationToken ct, Guid? after = null, [Range(1, 200)] int limit = 50)
    {
        await using var connection = await database.OpenAsync(ct);
        var rows = (await connection.QueryAsync<SiteKeyRow>(new CommandDefinition(
            """
            select id, name, array_to_string(origins, ' ') as origins, created_at
            from accounts.site_key
            where org_id = warehouse.current_org() and revoked_at is null and (@after::uuid is null or id < @after)
            order by id desc
            limit @limit + 1
            """, new { after, limit }, cancellationToken: ct))).AsList();
        return TypedResults.Ok(new SiteKeyPage([.. rows.Take(limit).Select(row => row.ToInfo(caller.OrgId))], rows.Count > limit ? rows[limit - 1].Id : null));
    }

    private static async Task<Created<SiteKeyInfo>> Create(CreateSiteKey request, Database database, Caller caller, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var name = request.Name.Trim();
        string[] origins = [.. request.Origins.Select(origin => CreateSiteKey.Origin(origin)!).Distinct(StringComparer.Ordinal)];
        await using var connection = await database.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into accounts.site_key (org_id, id, name, origins, created_by, created_at)
            values (@OrgId, @id, @name, @origins, @UserId, @now)
            """, new { caller.OrgId, id, name, origins, caller.UserId, now }, cancellationToken: ct));
        return TypedResults.Created($"/site-keys/{id}", new SiteKeyInfo(id, name, TenantKey.Create(TenantKey.Site, caller.OrgId, id), origins, now));
    }

    // Revoking twice changes nothing.
    private static async Task<Results<NoContent, NotFound>> Revoke(Guid id, Database database, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        var found = await connection.ExecuteAsync(new CommandDefinition(
            "update accounts.site_key set revoked_at = coalesce(revoked_at, @now) where org_id = warehouse.current_org() and id = @id",
            new { id, now = clock.GetUtcNow() }, cancellationToken: ct));
        return found == 0 ? TypedResults.NotFound() : TypedResults.NoContent();
    }

    private sealed record SiteKeyRow(Guid Id, string Name, string Origins, DateTimeOffset CreatedAt)
    {
        public SiteKeyInfo ToInfo(Guid orgId) => new(Id, Name, TenantKey.Create(TenantKey.Site, orgId, Id), Origins.Split(' '), CreatedAt);
    }
}

/// <param name="Origins">Where pages that use it may stand: https://www.example.com. Plain http only for localhost.</param>
public sealed record CreateSiteKey(
    [property: Required, MaxLength(100), RegularExpression(@"\P{Cc}*\S\P{Cc}*")] string Name,
    [property: Required, MinLength(1), MaxLength(20)] IReadOnlyList<string> Origins) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from origin in Origins
        where Origin(origin) is null
        select new ValidationResult($"\"{origin}\" is no origin such as https://www.example.com.", [nameof(Origins)]);

    /// <summary>As browsers send it: scheme, host and port, nothing behind.</summary>
    internal static string? Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? $"{address.Scheme}://{address.IdnHost}{(address.IsDefaultPort ? "" : $":{address.Port}")}"
            : null;
}

/// <param name="Next">Pass it as "after" for the next page; null on the last one.</param>
public sealed record SiteKeyPage(IReadOnlyList<SiteKeyInfo> Items, Guid? Next);

/// <param name="Key">Public: it stands in the page's source.</param>
public sealed record SiteKeyInfo(Guid Id, string Name, string Key, IReadOnlyList<string> Origins, DateTimeOffset CreatedAt);
