namespace Teg.Platform.Sandbox.Monday.GraphQL;

/// <summary>Where something stands in the query, both counted from one.</summary>
internal sealed record Location(int Line, int Column);

internal sealed record Document(IReadOnlyList<Operation> Operations, IReadOnlyDictionary<string, Fragment> Fragments);

internal sealed record Operation(string Kind, string? Name, IReadOnlyList<VariableDefinition> Variables, SelectionSet Selections, Location At);

internal sealed record VariableDefinition(string Name, TypeReference Type, Literal? Default, Location At);

/// <summary>A type as written: a name, or a list of one, each possibly non-null.</summary>
internal sealed record TypeReference(string? Name, TypeReference? Element, bool NonNull)
{
    public static TypeReference Parse(string text) => Parser.ParseType(text);

    public override string ToString() => (Element is null ? Name : $"[{Element}]") + (NonNull ? "!" : "");
}

internal sealed record Fragment(string Name, string OnType, SelectionSet Selections, Location At);

/// <summary>Compared by reference, so that what was worked out for a set of fields can be kept beside it.</summary>
internal sealed class SelectionSet(IReadOnlyList<Selection> selections)
{
    public IReadOnlyList<Selection> Selections => selections;
}

internal abstract record Selection(IReadOnlyList<Directive> Directives, Location At);

internal sealed record FieldSelection(
    string? Alias, string Name, IReadOnlyList<Argument> Arguments, IReadOnlyList<Directive> Directives, SelectionSet? Selections, Location At)
    : Selection(Directives, At)
{
    public string ResponseName => Alias ?? Name;
}

internal sealed record FragmentSpread(string Name, IReadOnlyList<Directive> Directives, Location At) : Selection(Directives, At);

internal sealed record InlineFragment(string? OnType, IReadOnlyList<Directive> Directives, SelectionSet Selections, Location At) : Selection(Directives, At);

internal sealed record Directive(string Name, IReadOnlyList<Argument> Arguments, Location At);

internal sealed record Argument(string Name, Literal Value, Location At);

/// <summary>A value as written in the query.</summary>
internal abstract record Literal(Location At);

internal sealed record VariableLiteral(string Name, Location At) : Literal(At);

/// <summary>An int, float, string, boolean, null (all in <paramref name="Value"/>).</summary>
internal sealed record ScalarLiteral(object? Value, Location At) : Literal(At);

internal sealed record EnumLiteral(string Name, Location At) : Literal(At);

internal sealed record ListLiteral(IReadOnlyList<Literal> Items, Location At) : Literal(At);

internal sealed record ObjectLiteral(IReadOnlyList<Argument> Fields, Location At) : Literal(At);

/// <summary>An error as it goes into the answer's <c>errors</c>.</summary>
internal sealed record GraphQLError(string Message, string Code)
{
    public IReadOnlyList<Location> Locations { get; init; } = [];

    public IReadOnlyList<object>? Path { get; init; }

    public int? StatusCode { get; init; }

    /// <summary>The vendor's error_data; left out when null.</summary>
    public object? Data { get; init; }
}

/// <summary>Stops a query: nothing of it is answered but this error.</summary>
internal sealed class GraphQLException(GraphQLError error) : Exception(error.Message)
{
    public GraphQLException(string message, string code, Location at)
        : this(new GraphQLError(message, code) { Locations = [at] })
    {
    }

    public GraphQLError Error => error;
}
