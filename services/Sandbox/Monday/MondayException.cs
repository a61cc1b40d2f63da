using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>The vendor's own application errors: HTTP 200, a code, a status inside, data for the caller.</summary>
internal static class MondayException
{
    public static GraphQLException Of(string message, string code, object? data = null, int status = 200) =>
        new(new GraphQLError(message, code) { StatusCode = status, Data = data ?? new { } });
}
