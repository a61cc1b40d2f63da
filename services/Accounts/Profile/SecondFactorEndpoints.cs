using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Teg.Platform.Accounts.People;
using Teg.Platform.Accounts.SecondFactor;
using Teg.Platform.Accounts.Sessions;
using Teg.Platform.Accounts.SignIn;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Accounts.Profile;

internal static class SecondFactorEndpoints
{
    private const string Issuer = "Teg.Platform";

    public static void MapSecondFactor(this IEndpointRouteBuilder profile)
    {
        profile.MapPost("/second-factor", SetUp).WithName("SetUpSecondFactor");
        profile.MapPost("/second-factor/confirmation", Confirm).WithName("ConfirmSecondFactor");
        profile.MapPost("/second-factor/recovery-codes", RenewRecoveryCodes).WithName("RenewRecoveryCodes");
        profile.MapPost("/second-factor/removal", Remove).WithName("RemoveSecondFactor");
    }

    private static async Task<Results<Ok<SecondFactorSetUp>, ProblemHttpResult>> SetUp(
        Caller caller, UserManager<User> users, SecondFactors factors, Database database, AuditTrail trail, CancellationToken ct)
    {
        var user = await ProfileEndpoints.OwnAsync(users, caller);
        await using var connection = await database.OpenUnscopedAsync(ct);
        if (await factors.SetUpAsync(connection, user.Id, ct) is not { } secret)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "second-factor-present", title: "A second factor is in force.", detail: "Remove it first.");
        }

        trail.Changed("second-factor", user.Id.ToString(), null, new { inForce = false });
        return TypedResults.Ok(new SecondFactorSetUp(Totp.ToBase32(secret), Totp.Uri(secret, user.Email!, Issuer)));
    }

    private static async Task<Results<Ok<NewRecoveryCodes>, ProblemHttpResult>> Confirm(
        ConfirmSecondFactor request, HttpContext http, Caller caller, UserManager<User> users, SecondFactors factors, SignInThrottle throttle, AccountsDb db,
        AuditTrail trail, TimeProvider clock, CancellationToken ct)
    {
        var keys = SignInKeys.Of($"second factor {caller.UserId:n}", http.Connection.RemoteIpAddress);
        if (await throttle.EnterAsync(keys, ct) is { } wait)
        {
            return SignInOutcome.TooMany(http.Response, wait);
        }

        var user = await ProfileEndpoints.OwnAsync(users, caller);
        await using var change = await AccountChange.BeginAsync(db, ct);
        if (!await factors.ConfirmAsync(change.Connection, change.Transaction, user.Id, request.Code, ct))
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status409Conflict, type: "second-factor-refused", title: "The code is not right.",
                detail: "Check that the clock of your phone is right and enter the code that the app shows now.");
        }

        var codes = await SecondFactors.RenewRecoveryCodesAsync(change.Connection, change.Transaction, user.Id, ct);
        // Changes the stamp too.
        AccountChange.Throw(await users.SetTwoFactorEnabledAsync(user, true));
        await change.EndOtherSessionsAsync(user, LiveSession.IdOf(http.User), "second factor set up", clock.GetUtcNow(), ct);
        trail.Changed("second-factor", user.Id.ToString(), new { inForce = false }, new { inForce = true });
        await change.ActAsync(caller.OrgId, caller.UserId, ct);
        await trail.WriteAsync(change.Transaction, StatusCodes.Status200OK, ct);
        await change.CommitAsync(ct);
        await throttle.ForgiveAsync(keys, ct);
        return TypedResults.Ok(new NewRecoveryCodes(codes));
    }

    private static async Task<Results<Ok<NewRecoveryCodes>, ProblemHttpResult>> RenewRecoveryCodes(
        ConfirmPassword request, HttpContext http, Caller caller, UserManager<User> users, PasswordSignIn passwords, AccountsDb db, AuditTrail trail,
        CancellationToken ct)
    {
        var user = await ProfileEndpoints.OwnAsync(users, caller);
        if (await ProfileEndpoints.RefusalAsync(user, request.Password, http, passwords, ct) is { } refusal)
        {
            return refusal;
        }

        if (!user.TwoFactorEnabled)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, type: "second-factor-absent", title: "There is no second factor.");
        }

        await using var change = await AccountChange.BeginAsync(db, ct);
        var codes = await SecondFactors.RenewRecoveryCodesAsync(change.Connection, change.Transaction, user.Id, ct);
        trail.Changed("second-factor", user.Id.ToString(), null, new { recoveryCodes = "renewed" });
        await change.ActAsync(caller.OrgId, caller.UserId, ct);
        await trail.WriteAsync(change.Transaction, StatusCodes.Status200OK, ct);
        await change.CommitAsync(ct);
        return TypedResults.Ok(new NewRecoveryCodes(codes));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        ConfirmPassword request, HttpContext http, Caller caller, UserManager<User> users, PasswordSignIn passwords, AccountsDb db, AuditTrail trail, TimeProvider clock,
        CancellationToken ct)
    {
        var user = await ProfileEndpoints.OwnAsync(users, caller);
        if (await ProfileEndpoints.RefusalAsync(user, request.Password, http, passwords, ct) is { } refusal)
        {
            return refusal;
        }

        await using var change = await AccountChange.BeginAsync(db, ct);
        await SecondFactors.RemoveAsync(change.Connection, change.Transaction, user.Id, ct);
        var wasInForce = user.TwoFactorEnabled;
        AccountChange.Throw(await users.SetTwoFactorEnabledAsync(user, false));
        await change.EndOtherSessionsAsync(user, LiveSession.IdOf(http.User), "second factor removed", clock.GetUtcNow(), ct);
        trail.Changed("second-factor", user.Id.ToString(), new { inForce = wasInForce }, null);
        await change.ActAsync(caller.OrgId, caller.UserId, ct);
        await trail.WriteAsync(change.Transaction, StatusCodes.Status204NoContent, ct);
        await change.CommitAsync(ct);
        return TypedResults.NoContent();
    }
}
