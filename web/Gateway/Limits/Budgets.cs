using System.Net;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Gateway.Limits;

/// <summary>The budgets of the one public door.</summary>
internal static class Budgets
{
    public static Budget[] Of(RateLimitSubject subject, RateLimitOptions options) =>
    [
        new("user", $"gateway:limit:{{{subject.OrgId:n}}}:{subject.UserId:n}", options.User),
        new("organisation", $"gateway:limit:{{{subject.OrgId:n}}}", options.Organisation),
    ];

    public static Budget[] OfAddress(IPAddress? address, RateLimitOptions options) =>
        [new("address", $"gateway:limit:{{{Budget.Network(address)}}}", options.Address)];

    public static Budget[] OfHooks(IPAddress? address, RateLimitOptions options) =>
        [new("hooks", $"gateway:limit:{{hooks {Budget.Network(address)}}}", options.Hooks)];

    public static Budget[] OfEnquiries(IPAddress? address, RateLimitOptions options) =>
        [new("enquiries", $"gateway:limit:{{enquiries {Budget.Network(address)}}}", options.Enquiries)];
}
