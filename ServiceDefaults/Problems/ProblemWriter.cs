using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Every failure as application/problem+json with a slug for its type and the trace id a person can quote.</summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;

        var (type, title) = Problem.OfStatus(problem.Status.Value);
        var validation = problem is HttpValidationProblemDetails;
        // A type the endpoint chose stays; the framework's links to RFC 9110 become words a client can switch on.
        if (problem.Type is null || problem.Type.StartsWith("https://", StringComparison.Ordinal))
        {
            problem.Type = validation ? "validation-failed" : type;
            problem.Title = validation ? "Some values are not valid." : problem.Title is { Length: > 0 } given && !IsReasonPhrase(given, problem.Status.Value) ? given : title;
        }

        if (problem is HttpValidationProblemDetails { Errors: { Count: > 0 } errors } invalid)
        {
            invalid.Errors = errors.ToDictionary(error => AsSent(error.Key), error => error.Value, StringComparer.Ordinal);
        }

        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        http.Response.StatusCode = problem.Status.Value;
        return new ValueTask(http.Response.WriteAsJsonAsync(
            problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json", http.RequestAborted));
    }

    // Validation names properties as C# does: "Items[0].UnitPrice" is "items[0].unitPrice" in the body that was sent.
    private static string AsSent(string property) => string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static bool IsReasonPhrase(string title, int status) =>
        string.Equals(title, ReasonPhrases.GetReasonPhrase(status), StringComparison.OrdinalIgnoreCase)
        || title is "An error occurred while processing your request." or "One or more validation errors occurred.";
}
