using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Teg.Platform.Gateway.Proxy;

namespace Teg.Platform.Gateway.Sessions;

/// <summary>
/// Sign-in with an outside provider: the browser goes there and comes back, Accounts speaks with the provider, and the tokens stay here. These are
/// navigations, so a refusal is a page: the sign-in with the problem's type, or with the challenge of the second factor behind the hash.
/// </summary>
internal static class ExternalEndpoints
{
    public static void MapExternal(this RouteGroupBuilder session)
    {
        session.MapGet("/providers", List).WithName("ListSignInProviders").Produces<IReadOnlyList<string>>();
        session.MapGet("/external/{provider}", Start).WithName("StartExternalSignIn").Produces(StatusCodes.Status302Found);
        session.MapGet("/external/{provider}/callback", Finish).ExcludeFromDescription();
    }

    private static async Task<IResult> List(HttpContext http, AccountsClient accounts, CancellationToken ct)
    {
        using var answer = await accounts.ExternalAsync("", http, ct);
        return TypedResults.Ok(await answer.Content.ReadFromJsonAsync<IReadOnlyList<string>>(ct));
    }

    private static async Task<IResult> Start(string provider, HttpContext http, AccountsClient accounts, CancellationToken ct)
    {
        using var answer = await accounts.ExternalAsync($"/{Uri.EscapeDataString(provider)}", http, ct);
        CopyCookies(answer, http);
        return answer.Headers.Location is { } there ? TypedResults.Redirect(there.ToString()) : TypedResults.Redirect("/sign-in?problem=external-refused");
    }

    // State and correlation cookie are Accounts' to check: it answers with tokens only for the browser that began.
    private static async Task<IResult> Finish(string provider, HttpContext http, AccountsClient accounts, CancellationToken ct)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await accounts.ExternalAsync($"/{Uri.EscapeDataString(provider)}/callback{http.Request.QueryString.ToUriComponent()}", http, ct);
        }
        catch (ServiceAwayException e)
        {
            return TypedResults.Redirect($"/sign-in?problem={e.Type}");
        }

        using (answer)
        {
            CopyCookies(answer, http);
            if (answer.IsSuccessStatusCode)
            {
                await SessionEndpoints.BeginAnewAsync(answer, http, ct);
                return TypedResults.Redirect("/");
            }

            using var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
            return TypedResults.Redirect(problem.RootElement.TryGetProperty("challenge", out var challenge)
                // Behind the hash it reaches no server and no log.
                ? $"/sign-in#challenge={Uri.EscapeDataString(challenge.GetString()!)}"
                : $"/sign-in?problem={Uri.EscapeDataString(problem.RootElement.GetProperty("type").GetString()!)}");
        }
    }

    private static void CopyCookies(HttpResponseMessage from, HttpContext to)
    {
        foreach (var cookie in from.Headers.TryGetValues(HeaderNames.SetCookie, out var cookies) ? cookies : [])
        {
            if (cookie.StartsWith(AccountsClient.CorrelationPrefix, StringComparison.Ordinal))
            {
                to.Response.Headers.Append(HeaderNames.SetCookie, cookie);
            }
        }
    }
}
