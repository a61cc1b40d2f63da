using System.Net;
using System.Net.Sockets;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Asks addresses that somebody else chose. Where a connection goes is decided when it is made: the name is looked up, every address it has must
/// be public, and the connection is made to one of the addresses that were looked at, so a name that changes in between changes nothing.
/// </summary>
internal sealed class EgressHandler : DelegatingHandler
{
    private readonly EgressOptions options;
    private readonly TimeProvider clock;

    public EgressHandler(EgressOptions options, TimeProvider clock)
        : base(Connecting(options, Dns.GetHostAddressesAsync)) =>
        (this.options, this.clock) = (options, clock);

    internal EgressHandler(EgressOptions options, TimeProvider clock, HttpMessageHandler inner)
        : base(inner) =>
        (this.options, this.clock) = (options, clock);

    /// <summary>The handler that connects to public addresses only.</summary>
    internal static SocketsHttpHandler Connecting(EgressOptions options, Func<string, CancellationToken, Task<IPAddress[]>> lookUp) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 32,
        ConnectCallback = async (context, ct) =>
        {
            var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
            var addresses = await AddressesAsync(host, lookUp, ct);
            if (!options.IsInside(new UriBuilder(Uri.UriSchemeHttp, host, port).Uri))
            {
                foreach (var address in addresses)
                {
                    if (PublicAddress.WhyNot(address) is { } why)
                    {
                        throw new EgressRefusedException(EgressRefusal.Inside, $"{host} leads to {why}, and only public addresses are asked.");
                    }
                }
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var within = new CancellationTokenSource(options.Within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancellationToken);
        try
        {
            var response = await FollowAsync(request, both.Token);
            await KeepAsync(response, both.Token);
            return response;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EgressRefusedException(EgressRefusal.TooSlow, $"{request.RequestUri?.Host} took longer than {options.Within.TotalSeconds:0.#} s.", e);
        }
        catch (HttpRequestException e) when (e.InnerException is EgressRefusedException refused)
        {
            throw new EgressRefusedException(refused.Refusal, refused.Message, e);
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var asked = request;
        for (var redirects = 0; ; redirects++)
        {
            Check(asked.RequestUri);
            var response = await base.SendAsync(asked, ct);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            if (redirects == options.Redirects)
            {
                throw new EgressRefusedException(EgressRefusal.TooManyRedirects, $"{request.RequestUri!.Host} redirects more than {options.Redirects} times.");
            }

            var next = new Uri(asked.RequestUri!, location);
            asked = Redirected(asked, next, response.StatusCode);
        }
    }

    // The body in memory and no longer than allowed: who reads it cannot be kept waiting or filled up.
    private async Task KeepAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(options.MaxBytes, ct);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new EgressRefusedException(EgressRefusal.TooLarge, $"The answer is longer than {options.MaxBytes} bytes.", e);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private void Check(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" } || address.UserInfo.Length > 0)
        {
            throw new EgressRefusedException(EgressRefusal.NotAnAddress, "Only http(s) addresses without a user name are asked.");
        }

        if (address.Scheme != Uri.UriSchemeHttps && !options.IsInside(address))
        {
            throw new EgressRefusedException(EgressRefusal.NotEncrypted, $"{address.Host} is asked only over https.");
        }
    }

    // A redirect gets no body, and another origin no secret: a POST that is moved for good or for now is refused, the other kinds are asked with GET.
    private static HttpRequestMessage Redirected(HttpRequestMessage from, Uri to, HttpStatusCode status)
    {
        var keepsMethod = from.Method == HttpMethod.Get || from.Method == HttpMethod.Head;
        if (!keepsMethod && status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
        {
            throw new EgressRefusedException(EgressRefusal.TooManyRedirects, $"{from.RequestUri!.Host} redirects what was sent to it; enter the address it leads to.");
        }

        var request = new HttpRequestMessage(keepsMethod ? from.Method : HttpMethod.Get, to);
        foreach (var (name, values) in from.Headers)
        {
            if (name is "Accept" or "Accept-Language" or "User-Agent" || IsSameOrigin(from.RequestUri!, to))
            {
                request.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return request;
    }

    private static bool IsSameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Authority == other.Authority;

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    // Uri has already read 0x7f.1, 017700000001 and 2130706433 as the addresses they are.
    private static async Task<IPAddress[]> AddressesAsync(string host, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, CancellationToken ct)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var written))
        {
            return [written];
        }

        try
        {
            var found = await lookUp(host, ct);
            return found.Length > 0 ? found : throw new EgressRefusedException(EgressRefusal.UnknownHost, $"{host} has no address.");
        }
        catch (SocketException e)
        {
            throw new EgressRefusedException(EgressRefusal.UnknownHost, $"{host} has no address.", e);
        }
    }
}
