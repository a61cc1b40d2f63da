using System.ComponentModel.DataAnnotations;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Profile;

/// <summary>Outside identities that sign in as the account.</summary>
internal static class LoginEndpoints
{
    public static void MapLogins(this IEndpointRouteBuilder profile) => profile.MapDelete("/logins/{provider}", Remove).WithName("RemoveLogin");

    // It comes back with the next sign-in there only if the provider still vouches for the account's address.
    private static async Task<Results<NoContent, NotFound, ProblemHttpResult>> Remove(
        [MaxLength(64)] string provider, Caller caller, Database database, AuditTrail trail, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The account's row is the lock: of two logins removed at once the second sees that it is the last.
        var hasPassword = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select password_hash is not null from accounts.account where id = @UserId for update", new { caller.UserId }, transaction, cancellationToken: ct));
        var providers = (await connection.QueryAsync<string>(new CommandDefinition(
            "select login_provider from accounts.account_login where account_id = @UserId", new { caller.UserId }, transaction, cancellationToken: ct))).AsList();
        if (!providers.Contains(provider, StringComparer.Ordinal))
        {
            return TypedResults.NotFound();
        }

        if (!hasPassword && providers.TrueForAll(one => one == provider))
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "only-way-in", title: "This is your only way in.",
                detail: "Choose a password first: ask for a new one on the sign-in page.");
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "delete from accounts.account_login where account_id = @UserId and login_provider = @provider", new { caller.UserId, provider }, transaction, cancellationToken: ct));
        trail.Changed("login", provider, new { linked = true }, null);
        await trail.WriteAsync(transaction, StatusCodes.Status204NoContent, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }
}
