namespace Teg.Platform.ServiceDefaults;

/// <summary>The last handler before the wire, so that each attempt may go to another instance.</summary>
internal sealed class DiscoveryHandler(ServiceAddresses addresses) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri;
        if (asked is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        request.RequestUri = addresses.Resolve(asked);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            // The next attempt asks by name again.
            request.RequestUri = asked;
        }
    }
}
