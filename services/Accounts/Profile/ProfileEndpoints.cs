using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.Push;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Profile;

/// <summary>What a person sees and changes of their own account.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        var profile = routes.MapGroup("/profile").WithTags("Profile").RequireAuthorization(Roles.Viewer)
            .AddEndpointFilter(NeverStored.Filter).AddEndpointFilter<LiveSession>();

        profile.MapGet("", Get).WithName("GetProfile");
        profile.MapPatch("", Change).WithName("ChangeProfile");
        profile.MapPost("/password", ChangeOwnPassword).WithName("ChangePassword");
        profile.MapSecondFactor();
        profile.MapLogins();
        profile.MapSessionsOfProfile();
        profile.MapPushOfProfile();
    }

    private static async Task<Ok<ProfileInfo>> Get(Caller caller, Database database, CancellationToken ct) => TypedResults.Ok(await ReadAsync(caller, database, ct));

    private static async Task<Ok<ProfileInfo>> Change(
        ChangeProfile request, Caller caller, UserManager<User> users, Database database, AuditTrail trail, CancellationToken ct)
    {
        var user = await OwnAsync(users, caller);
        user.Name = request.Name.Trim();
        AccountChange.Throw(await users.UpdateAsync(user));
        // The trail keeps its changes for good, and a name must stay erasable: it says that there is another, not which.
        trail.Changed("account", user.Id.ToString(), null, new { name = "set" });
        return TypedResults.Ok(await ReadAsync(caller, database, ct));
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChangeOwnPassword(
        ChangePassword request, HttpContext http, Caller caller, UserManager<User> users, PasswordSignIn passwords, AccountsDb db, AuditTrail trail, TimeProvider clock,
        CancellationToken ct)
    {
        var user = await OwnAsync(users, caller);
        if (await RefusalAsync(user, request.Current, http, passwords, ct) is { } refusal)
        {
            return refusal;
        }

        await using var change = await AccountChange.BeginAsync(db, ct);
        if (await AccountChange.SetPasswordAsync(users, user, request.Password) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        await change.EndOtherSessionsAsync(user, LiveSession.IdOf(http.User), "password changed", clock.GetUtcNow(), ct);
        trail.Changed("account", user.Id.ToString(), null, new { password = "set" });
        await change.ActAsync(caller.OrgId, caller.UserId, ct);
        await trail.WriteAsync(change.Transaction, StatusCodes.Status204NoContent, ct);
        await change.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>A change that could shut the owner out asks for the password again; guesses are counted like sign-ins.</summary>
    /// <returns>Null when the password is right.</returns>
    internal static async Task<ProblemHttpResult?> RefusalAsync(User user, string password, HttpContext http, PasswordSignIn passwords, CancellationToken ct) =>
        (await passwords.CheckAsync(user.Email!, password, SignInPlace.Of(http), ct)).Refusal switch
        {
            null => null,
            SignInOutcome.Throttled(var wait) => SignInOutcome.TooMany(http.Response, wait),
            // Not 401: the session is good, and the page must not send the person to the sign-in.
            _ => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, type: "password-refused", title: "The password is not right."),
        };

    internal static async Task<User> OwnAsync(UserManager<User> users, Caller caller) =>
        await users.FindByIdAsync(caller.UserId.ToString()) ?? throw new InvalidOperationException($"Account {caller.UserId} has a live session and does not exist.");

    private static async Task<ProfileInfo> ReadAsync(Caller caller, Database database, CancellationToken ct)
    {
        await using var connection = await database.OpenForPersonAsync(caller.UserId, ct);
        var account = await connection.QuerySingleAsync<ProfileRow>(new CommandDefinition(
            """
            select a.id, a.name, a.email, a.two_factor_enabled as two_factor, a.created_at,
                   (select count(*)::int from accounts.recovery_code c where c.account_id = a.id) as recovery_codes_left,
                   coalesce((select string_agg(l.login_provider, ' ' order by l.login_provider) from accounts.account_login l where l.account_id = a.id), '') as logins
            from accounts.account a
            where a.id = @UserId
            """, new { caller.UserId }, cancellationToken: ct));
        var organisations = (await connection.QueryAsync<OrganisationRow>(new CommandDefinition(
            """
            select o.org_id as id, o.name, m.role, m.sales_names, o.org_id = @OrgId as current
            from accounts.membership m
            join accounts.organisation o on o.org_id = m.org_id
            where m.account_id = @UserId
            order by o.name, o.org_id
            """, new { caller.UserId, caller.OrgId }, cancellationToken: ct))).AsList();
        var current = organisations.Find(one => one.Current);
        return new ProfileInfo(
            account.Id, account.Name, account.Email, current?.Role ?? caller.Role, current?.SalesNames ?? [], account.TwoFactor, account.RecoveryCodesLeft,
            [.. organisations.Select(one => new ProfileOrganisation(one.Id, one.Name, one.Role, one.Current))], account.Logins.Split(' ', StringSplitOptions.RemoveEmptyEntries), account.CreatedAt);
    }

    private sealed record OrganisationRow(Guid Id, string Name, string Role, IReadOnlyList<string> SalesNames, bool Current);

    private sealed record ProfileRow(Guid Id, string Name, string Email, bool TwoFactor, DateTimeOffset CreatedAt, int RecoveryCodesLeft, string Logins);
}
