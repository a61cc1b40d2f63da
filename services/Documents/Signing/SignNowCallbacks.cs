using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Vendors;

namespace Teg.Platform.Documents.Signing;

/// <summary>
/// Sees to it that SignNow tells us of signatures. It is asked before it is told, so a repetition adds nothing; without callbacks the looks bring the same later,
/// so nothing waits for this and nothing fails by it.
/// </summary>
internal sealed partial class SignNowCallbacks(SignNowClient vendor, IOptions<SignNowOptions> options, TimeProvider clock, ILogger<SignNowCallbacks> logger)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    private static readonly string[] Events =
        ["user.document.complete", "user.document.open", "user.document.fieldinvite.signed", "user.document.fieldinvite.decline", "user.document.fieldinvite.delete", "user.document.delete"];

    // The client is made for each use; what is known is not.
    private static readonly ConcurrentDictionary<(Guid, string), DateTimeOffset> Known = new();

    public async Task EnsureAsync(Guid org, CancellationToken ct)
    {
        if (options.Value.CallbackAddress is not { Length: > 0 } address || options.Value.For(org)?.WebhookSecret is not { Length: > 0 } secret)
        {
            return;
        }

        var callback = $"{address.TrimEnd('/')}/{org}";
        var now = clock.GetUtcNow();
        if (Known.TryGetValue((org, callback), out var at) && now - at < GoodFor)
        {
            return;
        }

        try
        {
            var subscribed = await vendor.SubscribedAsync(org, callback, ct);
            var user = await vendor.UserAsync(org, ct);
            foreach (var missing in Events.Where(happened => !subscribed.Contains(happened)))
            {
                await vendor.SubscribeAsync(org, missing, user.Id, callback, secret, ct);
            }

            Known[(org, callback)] = now;
        }
        catch (VendorFailureException e)
        {
            LogNotSubscribed(org, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "SignNow does not call back for organisation {OrgId} yet: {Reason}")]
    private partial void LogNotSubscribed(Guid orgId, string reason);
}
