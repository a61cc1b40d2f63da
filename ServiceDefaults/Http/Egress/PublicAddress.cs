using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Whether an address is on the public internet, in every form it can be written in.</summary>
public static class PublicAddress
{
    // IANA's special-purpose registries (RFC 6890 and its updates): what is not globally reachable, and what stands for somebody else.
    private static readonly (IPNetwork Network, string Name)[] NotPublic =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "this host"),
        (IPNetwork.Parse("10.0.0.0/8"), "a private network"),
        (IPNetwork.Parse("100.64.0.0/10"), "a carrier's network"),
        (IPNetwork.Parse("127.0.0.0/8"), "this machine"),
        (IPNetwork.Parse("169.254.0.0/16"), "the local link"), // 169.254.169.254 is a cloud's metadata
        (IPNetwork.Parse("172.16.0.0/12"), "a private network"),
        (IPNetwork.Parse("192.0.0.0/24"), "a protocol's own"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "a 6to4 relay"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private network"),
        (IPNetwork.Parse("198.18.0.0/15"), "a benchmark network"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"), // with 255.255.255.255
        (IPNetwork.Parse("::/128"), "this host"),
        (IPNetwork.Parse("::1/128"), "this machine"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "a local translator"),
        (IPNetwork.Parse("100::/64"), "nowhere"),
        (IPNetwork.Parse("2001::/23"), "a protocol's own"), // Teredo (2001::/32), benchmarks, ORCHID
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
        (IPNetwork.Parse("5f00::/16"), "segment routing"),
        (IPNetwork.Parse("fc00::/7"), "a private network"), // with AWS' fd00:ec2::254
        (IPNetwork.Parse("fe80::/10"), "the local link"),
        (IPNetwork.Parse("fec0::/10"), "a private network"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    private static readonly IPNetwork Mapped = IPNetwork.Parse("::ffff:0:0/96");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Siit = IPNetwork.Parse("::ffff:0:0:0/96");
    private static readonly IPNetwork Compatible = IPNetwork.Parse("::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    // The only range from which public IPv6 addresses are given out so far.
    private static readonly IPNetwork Unicast = IPNetwork.Parse("2000::/3");

    /// <returns>Null when the address is public; otherwise what it is.</returns>
    public static string? WhyNot(IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetworkV6 && Carried(address) is { } inner)
        {
            // ::ffff:10.0.0.1, 64:ff9b::10.0.0.1, 2002:a00:1:: are ways to 10.0.0.1.
            return WhyNot(inner);
        }

        foreach (var (network, name) in NotPublic)
        {
            if (network.Contains(address))
            {
                return name;
            }
        }

        return address.AddressFamily is AddressFamily.InterNetworkV6 && !Unicast.Contains(address) ? "reserved" : null;
    }

    // The IPv4 address that an IPv6 address stands for.
    private static IPAddress? Carried(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address))
        {
            return new IPAddress(bytes.AsSpan(2, 4));
        }

        if (Mapped.Contains(address) || Translated.Contains(address) || Siit.Contains(address))
        {
            return new IPAddress(bytes.AsSpan(12, 4));
        }

        // ::10.0.0.1 is IPv4-compatible; :: and ::1 are themselves.
        return Compatible.Contains(address) && BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12)) > 1 ? new IPAddress(bytes.AsSpan(12, 4)) : null;
    }
}
