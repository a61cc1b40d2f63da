using System.Text.Json;
using Teg.Platform.Contracts.Messages;

namespace Teg.Platform.ServiceDefaults;

/// <summary>Messages by the name they have in the outbox table: the record's full name in Contracts.</summary>
internal static class OutboxMessages
{
    private static readonly Dictionary<string, Type> Types = typeof(RunPublished).Assembly.GetExportedTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.Namespace == typeof(RunPublished).Namespace)
        .ToDictionary(type => type.FullName!, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Json = Rules();

    public static string NameOf(Type message) => Types.ContainsKey(message.FullName!)
        ? message.FullName!
        : throw new ArgumentException(
            $"{message.FullName} is no message: the outbox sends records of {typeof(RunPublished).Namespace}, where the consumers find them too.", nameof(message));

    public static string Write<T>(T message) where T : class => JsonSerializer.Serialize(message, Json);

    /// <summary>The message, or the reason why there is none.</summary>
    public static (object? Message, Type? Type, string? Reason) Read(string name, string body)
    {
        if (!Types.TryGetValue(name, out var type))
        {
            return (null, null, $"Unknown message type {name}.");
        }

        try
        {
            return JsonSerializer.Deserialize(body, type, Json) is { } message ? (message, type, null) : (null, type, "The body is null.");
        }
        catch (JsonException exception)
        {
            return (null, type, $"The body is no {type.Name}: unreadable at {exception.Path}.");
        }
    }

    private static JsonSerializerOptions Rules()
    {
        var json = new JsonSerializerOptions();
        Defaults.ApplyJsonRules(json);
        return json;
    }
}
