using System.Collections.Concurrent;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;
using Google.Apis.Http;
using Microsoft.Extensions.Options;
using Teg.Platform.Documents.Vendors;

namespace Teg.Platform.Documents.Google;

/// <summary>A service account's token, kept until shortly before it ends. Google's own library signs the request; it goes over our connections.</summary>
internal sealed class GoogleTokens(IOptions<GoogleOptions> options, IHttpMessageHandlerFactory handlers)
{
    private static readonly string[] Scopes = ["https://www.googleapis.com/auth/drive"];

    private readonly ConcurrentDictionary<string, ServiceAccountCredential> accounts = new(StringComparer.Ordinal);

    /// <exception cref="VendorFailureException">There is no key, or Google does not take it.</exception>
    public async Task<string> TokenAsync(Guid org, CancellationToken ct)
    {
        var key = options.Value.KeyOf(org) ?? throw new VendorFailureException(
            VendorFailure.Decisive, "There is no key for Google.", $"Set Google__Credentials__{org}__Key (or Google__Key for all) to the service account's key file in the configuration of Documents.");
        try
        {
            return await accounts.GetOrAdd(key, Account).GetAccessTokenForRequestAsync(cancellationToken: ct);
        }
        catch (TokenResponseException e)
        {
            throw new VendorFailureException(
                VendorFailure.Decisive, $"Google does not accept the service account: {e.Error?.ErrorDescription ?? e.Error?.Error}", "Check the key file and the clock of this machine.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new VendorFailureException(VendorFailure.Transient, "Google could not be reached.", "It is tried again by itself.", inner: e);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or KeyNotFoundException or System.Security.Cryptography.CryptographicException)
        {
            throw new VendorFailureException(VendorFailure.Decisive, "Google's key in the configuration is no key file.", "Put in the JSON that Google's console gave, or that in base64.", inner: e);
        }
    }

    /// <summary>After a token was refused: the next one is asked for anew.</summary>
    public void Forget(Guid org)
    {
        if (options.Value.KeyOf(org) is { } key)
        {
            accounts.TryRemove(key, out _);
        }
    }

    private ServiceAccountCredential Account(string key)
    {
        var file = JsonElement.Parse(key);
        return new ServiceAccountCredential(new ServiceAccountCredential.Initializer(file.GetProperty("client_email").GetString(), GoogleOptions.TokenAudience)
        {
            Scopes = Scopes,
            HttpClientFactory = new OurConnections(handlers, options.Value.Token),
        }.FromPrivateKey(file.GetProperty("private_key").GetString()));
    }

    private sealed class OurConnections(IHttpMessageHandlerFactory handlers, Uri token) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new ToConfigured(token, handlers.CreateHandler(nameof(GoogleTokens)));
    }

    // What is signed names Google's own address, wherever the request goes.
    private sealed class ToConfigured(Uri token, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = token;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
