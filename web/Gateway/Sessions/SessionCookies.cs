namespace Teg.Platform.Gateway.Sessions;

/// <summary>The Gateway's two cookies: one for a signed-in browser, one that ties a sign-in form to the browser that asked for it.</summary>
internal static class SessionCookies
{
    public const string Session = "teg-session";
    public const string SignIn = "teg-sign-in";

    // Browsers cap it at 400 days; how long the session itself lasts is decided on the server.
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(90);

    public static SessionKey? Read(HttpRequest request, string cookie) => SessionKey.Parse(request.Cookies[cookie]);

    public static void Set(HttpContext http, string cookie, SessionKey key) =>
        http.Response.Cookies.Append(cookie, key.ToCookie(), Attributes(http, cookie == Session ? Lasts : null));

    public static void Remove(HttpContext http, string cookie)
    {
        if (http.Request.Cookies.ContainsKey(cookie))
        {
            http.Response.Cookies.Delete(cookie, Attributes(http, null));
        }
    }

    private static CookieOptions Attributes(HttpContext http, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
        MaxAge = maxAge,
        IsEssential = true,
    };
}
