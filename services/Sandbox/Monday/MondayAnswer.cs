using System.Collections;
using System.Text.Json;
using Teg.Platform.Sandbox.Monday.Boards;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Monday;

/// <summary>Writes answers the way the vendor does: data, errors with their codes, the request's id in the extensions.</summary>
internal static class MondayAnswer
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = MondayJson.Relaxed.Encoder };

    public static async Task WriteAsync(HttpContext context, int status, string requestId, ExecutionResult result, bool withData = true)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter, WriterOptions))
        {
            writer.WriteStartObject();
            if (withData)
            {
                writer.WritePropertyName("data");
                Write(writer, result.Data);
            }

            if (result.Errors.Count > 0)
            {
                writer.WriteStartArray("errors");
                foreach (var error in result.Errors)
                {
                    Write(writer, error, requestId);
                }

                writer.WriteEndArray();
                writer.WriteNumber("account_id", long.Parse(MondayAccount.AccountId, System.Globalization.CultureInfo.InvariantCulture));
            }

            writer.WriteStartObject("extensions");
            writer.WriteString("request_id", requestId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static Task RefuseAsync(HttpContext context, int status, string requestId, GraphQLError error) =>
        WriteAsync(context, status, requestId, new ExecutionResult(null, [error]), withData: false);

    private static void Write(Utf8JsonWriter writer, GraphQLError error, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteStartArray("locations");
            foreach (var at in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", at.Line);
                writer.WriteNumber("column", at.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is not null)
        {
            writer.WritePropertyName("path");
            Write(writer, error.Path);
        }

        writer.WriteStartObject("extensions");
        writer.WriteString("code", error.Code);
        if (error.StatusCode is { } status)
        {
            writer.WriteNumber("status_code", status);
        }

        if (error.Data is not null)
        {
            foreach (var property in JsonSerializer.SerializeToElement(error.Data is LimitData ? error.Data : new { error_data = error.Data }).EnumerateObject())
            {
                property.WriteTo(writer);
            }
        }

        writer.WriteString("request_id", requestId);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case ResponseObject response:
                writer.WriteStartObject();
                foreach (var (name, field) in response.Fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case string text: writer.WriteStringValue(text); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(number); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case IEnumerable list and not IDictionary:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default: JsonSerializer.Serialize(writer, value, value.GetType(), MondayJson.Relaxed); break;
        }
    }
}

/// <summary>What a limit's error says beside its code; the older versions said more.</summary>
internal sealed record LimitData(
    [property: System.Text.Json.Serialization.JsonPropertyName("retry_in_seconds")] int RetryInSeconds,
    [property: System.Text.Json.Serialization.JsonPropertyName("complexity"), System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] long? Complexity = null,
    [property: System.Text.Json.Serialization.JsonPropertyName("complexity_budget_left"), System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] int? Left = null,
    [property: System.Text.Json.Serialization.JsonPropertyName("complexity_budget_limit"), System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)] int? Limit = null);
