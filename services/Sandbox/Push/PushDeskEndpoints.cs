using System.Globalization;

namespace Teg.Platform.Sandbox.Push;

/// <summary>The push service's address (RFC 8030).</summary>
internal static class PushDeskEndpoints
{
    // RFC 8030, 7.2: a push service takes 4096 bytes.
    private const int Longest = 4096;

    public static RouteHandlerBuilder MapPushService(this IEndpointRouteBuilder routes) => routes.MapPost("/push/{id}", Take).ExcludeFromDescription();

    private static async Task<IResult> Take(string id, HttpContext http, PushDesk desk)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length > Longest)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var headers = http.Request.Headers;
        var answer = desk.Take(
            id, headers.Authorization.ToString(), headers.ContentEncoding.ToString(), headers["Topic"].ToString(), headers["TTL"].ToString(), body.ToArray(), $"{http.Request.Scheme}://{http.Request.Host}");
        if (answer.RetryAfter is { } wait)
        {
            headers = http.Response.Headers;
            headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        return answer.Status == 201
            ? Results.Created($"/push/{id}/{Guid.NewGuid():n}", null)
            : Results.Problem(statusCode: answer.Status, title: answer.Reason, type: "push-refused");
    }
}
