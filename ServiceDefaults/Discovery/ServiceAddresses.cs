using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace Teg.Platform.ServiceDefaults;

/// <summary>
/// Addresses of other services from the variables AppHost injects: http://sync is services:sync:http:0, http://_monday.sandbox is
/// services:sandbox:monday:0. Several addresses take turns. Microsoft.Extensions.ServiceDiscovery does the same where it can be restored.
/// </summary>
internal sealed class ServiceAddresses(IConfiguration configuration)
{
    private readonly ConcurrentDictionary<string, Endpoint?> endpoints = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A real address for a service's name.</summary>
    /// <returns>The address with scheme, host and port replaced; the same address when its host is not a service's name.</returns>
    /// <exception cref="HttpRequestException">The host looks like a service's name, and no address was given for it.</exception>
    public Uri Resolve(Uri address)
    {
        if (!NamesService(address, out var service, out var endpointNames))
        {
            return address;
        }

        foreach (var name in endpointNames)
        {
            if (endpoints.GetOrAdd($"services:{service}:{name}", Read)?.Next() is { } found)
            {
                return new UriBuilder(address) { Scheme = found.Scheme, Host = found.Host, Port = found.Port }.Uri;
            }
        }

        throw new HttpRequestException(
            HttpRequestError.NameResolutionError,
            $"No address for \"{service}\": set services__{service}__{endpointNames[0]}__0, or add .WithReference({service}) in AppHost.");
    }

    private static bool NamesService(Uri address, out string service, out string[] endpointNames)
    {
        var host = address.Host;
        // "https+http" asks for the first that exists.
        endpointNames = address.Scheme.Split('+');
        service = host;
        if (host.StartsWith('_') && host.IndexOf('.', StringComparison.Ordinal) is > 1 and var dot)
        {
            endpointNames = [host[1..dot]];
            service = host[(dot + 1)..];
            return true;
        }

        return !host.Contains('.', StringComparison.Ordinal)
            && !string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            && !IPAddress.TryParse(host.Trim('[', ']'), out _);
    }

    private Endpoint? Read(string section)
    {
        var addresses = configuration.GetSection(section).GetChildren()
            .OrderBy(child => child.Key, ConfigurationKeyComparer.Instance)
            .Select(child => child.Value)
            .OfType<string>()
            .Where(value => value.Length > 0)
            .Select(value => new Uri(value, UriKind.Absolute))
            .ToArray();
        return addresses.Length == 0 ? null : new Endpoint(addresses);
    }

    private sealed class Endpoint(Uri[] addresses)
    {
        private int turn = -1;

        public Uri Next() => addresses[(int)((uint)Interlocked.Increment(ref turn) % (uint)addresses.Length)];
    }
}
