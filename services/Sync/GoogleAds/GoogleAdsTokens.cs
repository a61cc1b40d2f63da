using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Teg.Platform.Sync.Credentials;
using Teg.Platform.Sync.Runs;

namespace Teg.Platform.Sync.GoogleAds;

/// <summary>Access tokens, exchanged for the refresh token and kept until shortly before they end.</summary>
internal sealed class GoogleAdsTokens(IOptions<GoogleAdsOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(2);

    // By the refresh token itself, so that a newly entered one is not answered with what the former gave.
    private readonly ConcurrentDictionary<(string Budget, string RefreshToken), (string Token, DateTimeOffset Until)> known = new();

    public async Task<string> FindAsync(HttpClient http, VendorSecret secret, CancellationToken ct)
    {
        if (known.TryGetValue((secret.Budget, secret.Token), out var found) && clock.GetUtcNow() < found.Until)
        {
            return found.Token;
        }

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token", ["client_id"] = secret.GoogleAds!.ClientId, ["client_secret"] = secret.GoogleAds.ClientSecret, ["refresh_token"] = secret.Token,
        });
        using var response = await http.PostAsync(options.Value.TokenAddress, form, ct);
        await using var content = await response.Content.ReadAsStreamAsync(ct);
        if (!response.IsSuccessStatusCode)
        {
            throw new VendorFailureException(Refusal(response.StatusCode, await ErrorAsync(content, ct)));
        }

        // {"access_token":"ya29.…","expires_in":3599,"scope":"…","token_type":"Bearer"}
        using var answer = await JsonDocument.ParseAsync(content, cancellationToken: ct);
        var token = answer.RootElement.GetProperty("access_token").GetString()!;
        known[(secret.Budget, secret.Token)] = (token, clock.GetUtcNow() + TimeSpan.FromSeconds(answer.RootElement.GetProperty("expires_in").GetInt32()) - Reserve);
        return token;
    }

    public void Forget(VendorSecret secret) => known.TryRemove((secret.Budget, secret.Token), out _);

    private static VendorFailure Refusal(HttpStatusCode status, string error) => error switch
    {
        "invalid_grant" => new VendorFailure(FailureKind.Decisive, "Google does not accept the refresh token any more.",
            "Sign in to Google again and enter the new refresh token in the settings, then start the run again. An OAuth client in testing gives tokens for seven days only."),
        _ when status >= HttpStatusCode.InternalServerError => new VendorFailure(FailureKind.Transient, $"Google's sign-in is not answering properly: status {(int)status}", "The run goes on by itself."),
        _ => new VendorFailure(FailureKind.Decisive, $"Google's sign-in refuses the OAuth client: {error}", "Check client id and secret in the settings, then start the run again."),
    };

    private static async Task<string> ErrorAsync(Stream content, CancellationToken ct)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(content, cancellationToken: ct);
            return json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
