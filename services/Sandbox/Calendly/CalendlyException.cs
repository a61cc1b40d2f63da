namespace Teg.Platform.Sandbox.Calendly;

/// <summary>A refusal in the vendor's shape.</summary>
internal sealed class CalendlyException(int status, string title, string message, params IReadOnlyList<(string Parameter, string Message)> details) : Exception(message)
{
    public int Status => status;

    public string Title => title;

    public IReadOnlyList<(string Parameter, string Message)> Details => details;

    public static CalendlyException Invalid(string parameter, string message) =>
        new(StatusCodes.Status400BadRequest, "Invalid Argument", "The supplied parameters are invalid.", (parameter, message));

    public static CalendlyException Forbidden(string message) => new(StatusCodes.Status403Forbidden, "Permission Denied", message);

    public static CalendlyException NotFound() => new(StatusCodes.Status404NotFound, "Resource Not Found", "The server could not find the requested resource.");

    public static CalendlyException Unauthenticated(string why) => new(StatusCodes.Status401Unauthorized, "Unauthenticated", why);
}
