using Microsoft.AspNetCore.Http.HttpResults;

namespace Teg.Platform.Accounts.Keys;

internal static class KeysEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", GetKeys).WithName("GetSigningKeys").WithTags("Keys").AllowAnonymous();

    private static async Task<Ok<JsonWebKeys>> GetKeys(KeyRing keys, HttpResponse response, CancellationToken ct)
    {
        // Shorter than a new key is published before it signs.
        response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(await keys.PublishedAsync(ct));
    }
}
