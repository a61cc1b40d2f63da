using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// The Accounts service's public keys, kept ten minutes. A key id nobody has seen asks once more, at most every thirty seconds, so that
/// forged tokens cannot be used to flood Accounts. When Accounts is away the known keys stay good.
/// </summary>
internal sealed partial class SigningKeys(
    IHttpClientFactory http, IServiceProvider services, IOptions<TokenOptions> options, TimeProvider clock, ILogger<SigningKeys> logger) : IDisposable
{
    public const string Client = "teg-signing-keys";

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);
    // Without any key nobody gets in, so a service that started before Accounts asks more often.
    private static readonly TimeSpan AskAgainWithoutKeysAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile SigningKeySet keys = SigningKeySet.Empty;
    private DateTimeOffset readAt = DateTimeOffset.MinValue;
    private DateTimeOffset askedAt = DateTimeOffset.MinValue;

    /// <summary>The key of that id, asking Accounts when it is time to.</summary>
    /// <returns>The key, or null when Accounts publishes none by that id.</returns>
    /// <exception cref="SigningKeysUnavailableException">Accounts has never answered since this process started.</exception>
    public async Task<RSA?> FindAsync(string id, CancellationToken ct)
    {
        var known = keys.Find(id);
        if (known is not null && clock.GetUtcNow() - readAt < GoodFor)
        {
            return known;
        }

        // With a known key only one request pays for the refresh; without, all wait for its end.
        if (await asking.WaitAsync(known is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
        {
            try
            {
                await RefreshAsync(id, ct);
            }
            finally
            {
                asking.Release();
            }

            known = keys.Find(id);
        }

        return known is null && keys.Count == 0 ? throw new SigningKeysUnavailableException() : known;
    }

    public void Dispose() => asking.Dispose();

    private async Task RefreshAsync(string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var patience = keys.Count == 0 ? AskAgainWithoutKeysAfter : AskAgainAfter;
        var fresh = now - readAt < GoodFor && keys.Find(id) is not null;
        if (fresh || now - askedAt < patience)
        {
            return;
        }

        askedAt = now;
        try
        {
            // The old keys are not disposed: another request may be verifying with one right now; the collector takes them.
            keys = SigningKeySet.Parse(await ReadAsync(ct));
            readAt = now;
            LogRead(keys.Count);
        }
        catch (Exception exception) when (exception is HttpRequestException or DbException or FormatException or ExecutionRejectedException
            || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogUnavailable(exception, options.Value.KeysAddress, keys.Count);
        }
    }

    private async Task<string> ReadAsync(CancellationToken ct)
    {
        if (options.Value.ReadKeys is { } own)
        {
            return await own(services, ct);
        }

        using var client = http.CreateClient(Client);
        return await client.GetStringAsync(new Uri(options.Value.KeysAddress), ct);
    }

    [LoggerMessage(LogLevel.Information, "Read {Count} signing keys")]
    private partial void LogRead(int count);

    [LoggerMessage(LogLevel.Warning, "Signing keys could not be read from {Address}; {Count} known keys stay in use")]
    private partial void LogUnavailable(Exception exception, string address, int count);
}

/// <summary>A token may be good, but there is no key to tell: an answer of 503, because 401 would sign people out.</summary>
public sealed class SigningKeysUnavailableException()
    : Exception("The Accounts service has not published its signing keys yet; the token cannot be verified.");
