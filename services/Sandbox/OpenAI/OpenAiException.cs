namespace Teg.Platform.Sandbox.OpenAI;

/// <summary>A refusal in the vendor's shape.</summary>
internal sealed class OpenAiException(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    public int Status => status;

    public object Body => new { error = new { message = Message, type, param, code } };

    public static OpenAiException Invalid(string message, string? param = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", code, message, param);
}
