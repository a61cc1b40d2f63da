using Teg.Platform.ServiceDefaults;
using Teg.Platform.Sync.Calendly;
using Teg.Platform.Sync.GoogleAds;
using Teg.Platform.Sync.Monday;
using Teg.Platform.Sync.Runs;
using Teg.Platform.Sync.Sources;

namespace Teg.Platform.Sync.Credentials;

/// <summary>Asks a vendor who we are: its cheapest question that needs a token, through the client that the runs use.</summary>
internal sealed class CredentialTest(MondayClient monday, CalendlyClient calendly, GoogleAdsClient googleAds, TimeProvider clock)
{
    // A person is waiting; the client itself would wait for a vendor's limits for minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<CredentialTestResult> RunAsync(string vendor, VendorAccount account, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            var name = vendor switch
            {
                Source.Monday => await MondayAsync(account, both.Token),
                Source.GoogleAds => await GoogleAdsAsync(account, both.Token),
                _ => await CalendlyAsync(account, both.Token),
            };
            return new CredentialTestResult(true, "The vendor accepts it.", name);
        }
        catch (VendorFailureException e)
        {
            return new CredentialTestResult(false, e.Failure.Reason, null);
        }
        catch (SecretSealedException)
        {
            return new CredentialTestResult(false, "The stored token cannot be opened with this service's key. Enter it again.", null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new CredentialTestResult(false, $"The vendor did not answer within {Patience.TotalSeconds:0} s.", null);
        }
    }

    private async Task<string?> MondayAsync(VendorAccount account, CancellationToken ct)
    {
        using var answer = await monday.AskAsync(account, MondayQueries.Me, new { }, ct);
        return answer.Data.TryGetProperty("me", out var me) ? me.GetProperty("name").GetString() : null;
    }

    private async Task<string?> CalendlyAsync(VendorAccount account, CancellationToken ct)
    {
        using var answer = await calendly.GetAsync(account, "/users/me", ct);
        return CalendlyRows.String(answer.RootElement.GetProperty("resource"), "name");
    }

    private async Task<string?> GoogleAdsAsync(VendorAccount account, CancellationToken ct) =>
        (await googleAds.ListAsync(account, GoogleAdsQueries.Account, ct)).Select(row => GoogleAdsRows.Text(row, "customer", "descriptiveName")).FirstOrDefault();
}

/// <param name="Message">What to tell the person.</param>
/// <param name="Account">As whom the vendor knows the token.</param>
public sealed record CredentialTestResult(bool Ok, string Message, string? Account);
