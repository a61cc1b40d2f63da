using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Teg.Platform.Sync.Webhooks;

/// <summary>Where vendors can reach our webhooks, if they can.</summary>
internal sealed class WebhookAddress(IOptions<SyncOptions> options, IHostEnvironment environment, IServer server)
{
    /// <summary>The configured address; in Development the service's own, because the Sandbox is on the same machine. Null: nobody can reach us.</summary>
    public Uri? PublicAddress
    {
        get
        {
            if (options.Value.PublicAddress is { Length: > 0 } configured)
            {
                return new Uri(configured);
            }

            return environment.IsDevelopment() && server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } own
                ? new Uri($"{own.TrimEnd('/')}/webhooks")
                : null;
        }
    }
}
