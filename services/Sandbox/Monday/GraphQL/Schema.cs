namespace Teg.Platform.Sandbox.Monday.GraphQL;

/// <summary>The part of a vendor's schema that this server answers, declared in code.</summary>
internal sealed class Schema(ObjectType query, ObjectType mutation, IEnumerable<OutputType> types, IEnumerable<InputType> inputs)
{
    private readonly Dictionary<string, OutputType> outputs = types.Concat([query, mutation]).ToDictionary(type => type.Name);
    private readonly Dictionary<string, InputType> inputTypes = inputs.ToDictionary(type => type.Name);

    public ObjectType Query => query;

    public ObjectType Mutation => mutation;

    public IReadOnlyCollection<OutputType> Outputs => outputs.Values;

    public IReadOnlyCollection<InputType> Inputs => inputTypes.Values;

    public OutputType? Output(string name) => outputs.GetValueOrDefault(name);

    public InputType? Input(string name) => inputTypes.GetValueOrDefault(name);

    /// <summary>Whether a value of the object type may stand where the other type is asked for.</summary>
    public static bool Applies(ObjectType type, OutputType condition) =>
        ReferenceEquals(type, condition) || (condition is InterfaceType asked && type.Implements == asked.Name);
}

/// <summary>A field's resolver: the object it stands on, its arguments, the request's own context.</summary>
internal delegate object? Resolve(object source, Arguments arguments, object context);

internal sealed record FieldDefinition(string Name, TypeReference Type, IReadOnlyDictionary<string, ArgumentDefinition> Arguments, Resolve Resolve)
{
    /// <summary>How many objects a list is expected to hold, for the price of a query.</summary>
    public Func<Arguments, int> Size { get; init; } = static _ => 1;

    public string TypeName
    {
        get
        {
            var type = Type;
            while (type.Element is not null)
            {
                type = type.Element;
            }

            return type.Name!;
        }
    }
}

internal sealed record ArgumentDefinition(string Name, TypeReference Type, object? Default = null);

internal abstract class OutputType(string name)
{
    private readonly Dictionary<string, FieldDefinition> fields = new(StringComparer.Ordinal);

    public string Name => name;

    public IReadOnlyDictionary<string, FieldDefinition> Fields => fields;

    public FieldDefinition? Field(string fieldName) => fields.GetValueOrDefault(fieldName);

    protected void Add(FieldDefinition field) => fields.Add(field.Name, field);
}

internal sealed class ObjectType(string name, string? implements = null) : OutputType(name)
{
    public string? Implements => implements;

    /// <summary>Declares a field. Arguments are written as in SDL: <c>limit: Int! = 25</c> is <c>("limit", "Int!", 25)</c>.</summary>
    public ObjectType Has<TSource>(
        string field, string type, Func<TSource, Arguments, object, object?> resolve, Func<Arguments, int>? size = null,
        params ReadOnlySpan<(string Name, string Type, object? Default)> arguments)
    {
        var declared = new Dictionary<string, ArgumentDefinition>(StringComparer.Ordinal);
        foreach (var (argument, argumentType, fallback) in arguments)
        {
            declared.Add(argument, new ArgumentDefinition(argument, TypeReference.Parse(argumentType), fallback));
        }

        var definition = new FieldDefinition(
            field, TypeReference.Parse(type), declared, (source, given, context) => resolve((TSource)source, given, context));
        Add(size is null ? definition : definition with { Size = size });
        return this;
    }

    public ObjectType Has<TSource>(string field, string type, Func<TSource, object?> resolve) =>
        Has<TSource>(field, type, (source, _, _) => resolve(source));
}

/// <summary>An interface; <paramref name="typeOf"/> names the object type of a value.</summary>
internal sealed class InterfaceType(string name, Func<object, ObjectType> typeOf) : OutputType(name)
{
    public ObjectType TypeOf(object value) => typeOf(value);

    public InterfaceType Has(string field, string type)
    {
        Add(new FieldDefinition(field, TypeReference.Parse(type), new Dictionary<string, ArgumentDefinition>(StringComparer.Ordinal), static (_, _, _) => null));
        return this;
    }
}

internal abstract record InputType(string Name);

/// <summary>A scalar; <paramref name="Coerce"/> answers null when the value does not fit.</summary>
internal sealed record ScalarType(string Name, Func<object, object?> Coerce) : InputType(Name);

internal sealed record EnumType(string Name, IReadOnlyList<string> Values) : InputType(Name);

internal sealed record InputObjectType(string Name, IReadOnlyDictionary<string, ArgumentDefinition> Fields) : InputType(Name)
{
    public static InputObjectType Of(string name, params ReadOnlySpan<(string Name, string Type, object? Default)> fields)
    {
        var declared = new Dictionary<string, ArgumentDefinition>(StringComparer.Ordinal);
        foreach (var (field, type, fallback) in fields)
        {
            declared.Add(field, new ArgumentDefinition(field, TypeReference.Parse(type), fallback));
        }

        return new InputObjectType(name, declared);
    }
}

/// <summary>A field's arguments after coercion. Absent and null read the same unless <see cref="IsGiven"/> is asked.</summary>
internal sealed class Arguments(IReadOnlyDictionary<string, object?> values)
{
    public static readonly Arguments None = new(new Dictionary<string, object?>(StringComparer.Ordinal));

    public bool IsGiven(string name) => values.ContainsKey(name);

    public object? this[string name] => values.GetValueOrDefault(name);

    public string? Text(string name) => values.GetValueOrDefault(name) as string;

    public int Int(string name, int otherwise) => values.GetValueOrDefault(name) is int number ? number : otherwise;

    public bool Flag(string name) => values.GetValueOrDefault(name) is true;

    public IReadOnlyList<object?>? List(string name) => values.GetValueOrDefault(name) as IReadOnlyList<object?>;

    public IReadOnlyDictionary<string, object?>? Object(string name) => values.GetValueOrDefault(name) as IReadOnlyDictionary<string, object?>;
}
