using System.Globalization;
using System.Text.Json;

namespace Teg.Platform.Sandbox.Monday.GraphQL;

/// <summary>Turns variables and literals into argument values of the declared types (GraphQL October 2021, chapters 3.5 to 3.12 and 6.1.2).</summary>
internal sealed class Coercion(Schema schema)
{
    public static readonly IReadOnlyList<InputType> BuiltInScalars =
    [
        new ScalarType("Int", static value => value switch
        {
            long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
            double number when Math.Floor(number) == number && Math.Abs(number) <= int.MaxValue => (int)number,
            _ => null,
        }),
        new ScalarType("Float", static value => value switch { long number => (double)number, double number => number, _ => null }),
        new ScalarType("String", static value => value as string),
        new ScalarType("Boolean", static value => value is bool ? value : null),
        new ScalarType("ID", static value => value switch { string text => text, long number => number.ToString(CultureInfo.InvariantCulture), _ => null }),
    ];

    /// <summary>The operation's variables with their declared types, defaults applied.</summary>
    public Dictionary<string, object?> Variables(Operation operation, JsonElement? given)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var variable in operation.Variables)
        {
            if (given is { ValueKind: JsonValueKind.Object } provided && provided.TryGetProperty(variable.Name, out var json))
            {
                values[variable.Name] = Coerce(Plain(json), variable.Type, wrong => new GraphQLException(
                    $"Variable \"${variable.Name}\" got invalid value {Show(wrong)}; Expected type \"{variable.Type}\".", "invalidVariable", variable.At));
            }
            else if (variable.Default is not null)
            {
                values[variable.Name] = Coerce(Plain(variable.Default, values), variable.Type, _ => new GraphQLException(
                    $"Variable \"${variable.Name}\" has an invalid default value.", "invalidVariable", variable.At));
            }
            else if (variable.Type.NonNull)
            {
                throw new GraphQLException($"Variable \"${variable.Name}\" of required type \"{variable.Type}\" was not provided.", "missingVariable", variable.At);
            }
        }

        return values;
    }

    public Arguments ArgumentsOf(
        IReadOnlyDictionary<string, ArgumentDefinition> declared, IReadOnlyList<Argument> written, IReadOnlyDictionary<string, object?> variables, Location at)
    {
        if (declared.Count == 0)
        {
            return Arguments.None;
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var definition in declared.Values)
        {
            var argument = written.FirstOrDefault(candidate => candidate.Name == definition.Name);
            if (argument is null || (argument.Value is VariableLiteral absent && !variables.ContainsKey(absent.Name)))
            {
                if (definition.Default is not null)
                {
                    values[definition.Name] = definition.Default;
                }
                else if (definition.Type.NonNull)
                {
                    throw new GraphQLException(
                        $"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.", "missingRequiredArguments", at);
                }

                continue;
            }

            values[definition.Name] = Coerce(Plain(argument.Value, variables), definition.Type, wrong => new GraphQLException(
                $"Argument \"{definition.Name}\" has invalid value {Show(wrong)}. Expected type \"{definition.Type}\".", "argumentLiteralsIncompatible", argument.At));
        }

        return new Arguments(values);
    }

    private object? Coerce(object? value, TypeReference type, Func<object?, GraphQLException> wrong)
    {
        if (value is null)
        {
            return type.NonNull ? throw wrong(value) : null;
        }

        if (type.Element is { } element)
        {
            // A single value stands for a list of one.
            return value is IReadOnlyList<object?> items ? items.Select(item => Coerce(item, element, wrong)).ToList() : [Coerce(value, element, wrong)];
        }

        switch (schema.Input(type.Name!))
        {
            case ScalarType scalar:
                return value is Coerced already ? already.Value : scalar.Coerce(value) ?? throw wrong(value);
            case EnumType named:
                return value switch
                {
                    EnumName name when named.Values.Contains(name.Name) => name.Name,
                    string text when named.Values.Contains(text) => text,
                    _ => throw wrong(value),
                };
            case InputObjectType input when value is IReadOnlyDictionary<string, object?> fields:
                return CoerceFields(input, fields, wrong);
            default:
                throw wrong(value);
        }
    }

    private Dictionary<string, object?> CoerceFields(InputObjectType input, IReadOnlyDictionary<string, object?> fields, Func<object?, GraphQLException> wrong)
    {
        if (fields.Keys.Any(name => !input.Fields.ContainsKey(name)))
        {
            throw wrong(fields);
        }

        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in input.Fields.Values)
        {
            if (fields.TryGetValue(field.Name, out var value))
            {
                values[field.Name] = Coerce(value, field.Type, wrong);
            }
            else if (field.Default is not null)
            {
                values[field.Name] = field.Default;
            }
            else if (field.Type.NonNull)
            {
                throw wrong(fields);
            }
        }

        return values;
    }

    private sealed record EnumName(string Name);

    private sealed record Coerced(object? Value);

    private static object? Plain(Literal literal, IReadOnlyDictionary<string, object?> variables) => literal switch
    {
        ScalarLiteral scalar => scalar.Value,
        EnumLiteral name => new EnumName(name.Name),
        VariableLiteral variable => variables.GetValueOrDefault(variable.Name) is { } value ? Reuse(value) : null,
        ListLiteral list => list.Items.Select(item => Plain(item, variables)).ToList(),
        ObjectLiteral fields => fields.Fields.ToDictionary(field => field.Name, field => Plain(field.Value, variables), StringComparer.Ordinal),
        _ => null,
    };

    /// <summary>A variable's value was coerced once already; the place where it is used has a type that the validation found compatible.</summary>
    private static object Reuse(object value) => value switch
    {
        string => value,
        IReadOnlyList<object?> items => items.Select(item => item is null ? null : Reuse(item)).ToList(),
        IReadOnlyDictionary<string, object?> fields => fields.ToDictionary(field => field.Key, field => field.Value is null ? null : Reuse(field.Value), StringComparer.Ordinal),
        _ => new Coerced(value),
    };

    internal static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(property => property.Name, property => Plain(property.Value), StringComparer.Ordinal),
        _ => null,
    };

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        EnumName name => name.Name,
        Coerced coerced => Show(coerced.Value),
        _ => JsonSerializer.Serialize(value, MondayJson.Relaxed),
    };
}
