using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Whose requests are counted together, and how many may pass in a window.</summary>
/// <param name="Policy">The name that the headers give it.</param>
/// <param name="Key">Where it is counted. What stands in braces is the same for budgets that are counted together: a Redis Cluster keeps them on one node.</param>
/// <param name="Limit">Requests in a window.</param>
public sealed record Budget(string Policy, string Key, int Limit)
{
    /// <summary>What one subscriber has: an IPv4 address, or with IPv6 a whole /64.</summary>
    public static string Network(IPAddress? address) => address switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}

/// <summary>What is left of a budget.</summary>
/// <param name="Left">Requests that may still pass in this window.</param>
/// <param name="Reset">When the window ends.</param>
/// <param name="RetryIn">When the next request passes; zero when this one did.</param>
public sealed record Spent(int Left, TimeSpan Reset, TimeSpan RetryIn)
{
    /// <summary>One request of these budgets, in their order; all let it pass or none is charged.</summary>
    public static bool Passes(IReadOnlyList<Spent> spent) => spent.All(one => one.RetryIn == TimeSpan.Zero);
}

/// <summary>The fields of draft-ietf-httpapi-ratelimit-headers: structured lists with one member per budget.</summary>
public static class RateLimitHeaders
{
    // RateLimit-Policy: "user";q=100;w=60, "organisation";q=1000;w=60
    public static string Policy(IEnumerable<Budget> budgets, TimeSpan window) =>
        string.Join(", ", budgets.Select(budget => string.Create(CultureInfo.InvariantCulture, $"\"{budget.Policy}\";q={budget.Limit};w={Seconds(window)}")));

    // RateLimit: "user";r=87;t=23, "organisation";r=903;t=23
    public static string State(IEnumerable<Budget> budgets, IEnumerable<Spent> spent) =>
        string.Join(", ", budgets.Zip(spent, (budget, one) => string.Create(CultureInfo.InvariantCulture, $"\"{budget.Policy}\";r={one.Left};t={Seconds(one.Reset)}")));

    public static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
