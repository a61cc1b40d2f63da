using Microsoft.AspNetCore.Connections.Features;

namespace Teg.Platform.Sandbox.Traffic;

/// <summary>Which of the program's addresses a connection came in on.</summary>
internal static class Vendor
{
    public const string Control = "control";
    public const string Monday = "monday";
    public const string Calendly = "calendly";
    public const string OpenAi = "openai";
    public const string SignNow = "signnow";
    public const string Google = "google";
    public const string GoogleAds = "google-ads";

    private const string Key = "vendor";

    public static void Mark(Microsoft.AspNetCore.Connections.ConnectionContext connection, string vendor) => connection.Items[Key] = vendor;

    public static string Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var vendor) == true ? (string)vendor! : Control;
}

/// <summary>An endpoint is answered only on its vendor's address.</summary>
internal sealed record OnVendor(string Name);
