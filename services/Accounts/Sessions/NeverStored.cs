namespace Teg.Platform.Accounts.Sessions;

/// <summary>Tokens and secrets must not stay in anybody's cache.</summary>
internal static class NeverStored
{
    public static ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
