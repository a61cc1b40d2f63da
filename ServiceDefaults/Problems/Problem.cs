using Microsoft.AspNetCore.Http;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What a status code means when nobody said more.</summary>
internal static class Problem
{
    public const string DatabaseUnavailable = "database-unavailable";

    /// <summary>A text that PostgreSQL cannot hold.</summary>
    public const string TextInvalid = "text-invalid";

    public static (string Type, string Title) OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("bad-request", "The request could not be understood."),
        StatusCodes.Status401Unauthorized => ("not-signed-in", "Sign in first."),
        StatusCodes.Status403Forbidden => ("not-allowed", "Your role does not allow this."),
        StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not answer to that method."),
        StatusCodes.Status406NotAcceptable => ("not-acceptable", "None of the accepted formats can be produced."),
        StatusCodes.Status408RequestTimeout => ("request-timeout", "The request took too long to arrive."),
        StatusCodes.Status409Conflict => ("conflict", "This contradicts the present state."),
        StatusCodes.Status413PayloadTooLarge => ("too-large", "The request is too large."),
        StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "Send the body as application/json."),
        StatusCodes.Status429TooManyRequests => ("too-many-requests", "Too many requests; wait before the next one."),
        StatusCodes.Status502BadGateway => ("upstream-failed", "A service behind this one failed."),
        StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer now; try again shortly."),
        StatusCodes.Status504GatewayTimeout => ("upstream-timeout", "A service behind this one took too long."),
        >= 500 => ("unexpected", "Something failed on our side. The trace id finds it in the log."),
        _ => ("refused", "The request was refused."),
    };
}
