using System.Net;

namespace Teg.Platform.Accounts.SignIn;

/// <summary>Where a sign-in comes from, as its owner finds it in the list of sessions.</summary>
/// <param name="Device">"Chrome on Windows"; null when the request does not say.</param>
internal sealed record SignInPlace(IPAddress? Address, string? Device)
{
    // The first that is found is it: Edge also calls itself Chrome, and Chrome also calls itself Safari.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    // Android also calls itself Linux, and an iPhone says "like Mac OS X".
    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux")];

    public static SignInPlace Of(HttpContext http) => new(http.Connection.RemoteIpAddress, DeviceOf(http.Request.Headers.UserAgent.ToString()));

    /// <summary>Reads <c>Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36</c>.</summary>
    public static string? DeviceOf(string userAgent)
    {
        var browser = Browsers.FirstOrDefault(one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        var system = Systems.FirstOrDefault(one => userAgent.Contains(one.Mark, StringComparison.Ordinal)).Name;
        return (browser, system) switch
        {
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }
}
