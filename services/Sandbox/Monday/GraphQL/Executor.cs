using System.Collections;

namespace Teg.Platform.Sandbox.Monday.GraphQL;

/// <summary>A field as it will be answered: all selections under one response name taken together.</summary>
internal sealed record PlannedField(string ResponseName, FieldDefinition? Definition, Arguments Arguments, SelectionSet? Selections, Location At);

/// <summary>An answer's object; the order of the fields is the order in which they were asked for.</summary>
internal sealed class ResponseObject(int capacity)
{
    private readonly List<KeyValuePair<string, object?>> fields = new(capacity);

    public IReadOnlyList<KeyValuePair<string, object?>> Fields => fields;

    public void Add(string name, object? value) => fields.Add(new KeyValuePair<string, object?>(name, value));
}

internal sealed record ExecutionResult(ResponseObject? Data, IReadOnlyList<GraphQLError> Errors);

/// <summary>
/// Answers one operation (GraphQL October 2021, chapter 6): queries and mutations over a <see cref="Schema"/>. A failing field becomes null
/// and is reported with its path; a null where none is allowed takes the enclosing object with it.
/// </summary>
internal sealed class Executor
{
    internal static readonly IReadOnlyDictionary<string, ArgumentDefinition> ConditionArguments =
        new Dictionary<string, ArgumentDefinition>(StringComparer.Ordinal) { ["if"] = new("if", TypeReference.Parse("Boolean!")) };

    private readonly Schema schema;
    private readonly Document document;
    private readonly Operation operation;
    private readonly Coercion coercion;
    private readonly Dictionary<string, object?> variables;
    private readonly object context;
    private readonly List<GraphQLError> errors = [];
    private readonly Dictionary<(SelectionSet, ObjectType), IReadOnlyList<PlannedField>> plans = [];

    /// <exception cref="GraphQLException">A variable does not have its declared type.</exception>
    public Executor(Schema schema, Document document, Operation operation, System.Text.Json.JsonElement? variables, object context)
    {
        this.schema = schema;
        this.document = document;
        this.operation = operation;
        this.context = context;
        coercion = new Coercion(schema);
        this.variables = coercion.Variables(operation, variables);
    }

    private ObjectType Root => operation.Kind == "query" ? schema.Query : schema.Mutation;

    /// <summary>What the operation costs: a point for each value that may be answered, lists counted at the size they may have.</summary>
    public long Price() => Price(operation.Selections, Root);

    public async Task<ExecutionResult> RunAsync()
    {
        var fields = Plan(operation.Selections, Root);
        var data = new ResponseObject(fields.Count);
        foreach (var field in fields)
        {
            var path = new PathStep(null, field.ResponseName);
            try
            {
                data.Add(field.ResponseName, field.Definition is null ? Root.Name : Complete(await ResolveAsync(field), field.Definition.Type, field, path));
            }
            catch (GraphQLException failure)
            {
                Report(failure, field, path);
                if (field.Definition!.Type.NonNull)
                {
                    return new ExecutionResult(null, errors);
                }

                data.Add(field.ResponseName, null);
            }
        }

        return new ExecutionResult(data, errors);
    }

    private long Price(SelectionSet selections, OutputType type)
    {
        var price = 0L;
        foreach (var field in type is ObjectType known ? Plan(selections, known) : PlanInterface(selections, (InterfaceType)type))
        {
            price++;
            if (field.Definition is { } definition && field.Selections is not null && schema.Output(definition.TypeName) is { } inner)
            {
                price += definition.Size(field.Arguments) * Price(field.Selections, inner);
            }
        }

        return price;
    }

    /// <summary>For the price only: the interface's own fields and those of all fragments.</summary>
    private List<PlannedField> PlanInterface(SelectionSet selections, InterfaceType type)
    {
        var fields = new List<PlannedField>();
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case FieldSelection field when field.Name != "__typename" && type.Field(field.Name) is { } definition:
                    fields.Add(new PlannedField(field.ResponseName, definition, Arguments.None, field.Selections, field.At));
                    break;
                case InlineFragment { OnType: { } name } inline when schema.Output(name) is ObjectType narrower:
                    fields.AddRange(Plan(inline.Selections, narrower));
                    break;
                case FragmentSpread spread when schema.Output(document.Fragments[spread.Name].OnType) is ObjectType narrower:
                    fields.AddRange(Plan(document.Fragments[spread.Name].Selections, narrower));
                    break;
            }
        }

        return fields;
    }

    private IReadOnlyList<PlannedField> Plan(SelectionSet selections, ObjectType type)
    {
        if (plans.TryGetValue((selections, type), out var known))
        {
            return known;
        }

        var collected = new Dictionary<string, List<FieldSelection>>(StringComparer.Ordinal);
        var order = new List<string>();
        Collect(selections, type, collected, order);
        var plan = order.ConvertAll(name => Merge(collected[name], type));
        plans[(selections, type)] = plan;
        return plan;
    }

    private void Collect(SelectionSet selections, ObjectType type, Dictionary<string, List<FieldSelection>> collected, List<string> order)
    {
        foreach (var selection in selections.Selections)
        {
            if (!IsIncluded(selection))
            {
                continue;
            }

            switch (selection)
            {
                case FieldSelection field:
                    if (!collected.TryGetValue(field.ResponseName, out var same))
                    {
                        collected[field.ResponseName] = same = [];
                        order.Add(field.ResponseName);
                    }

                    same.Add(field);
                    break;
                case InlineFragment inline when inline.OnType is null || Schema.Applies(type, schema.Output(inline.OnType)!):
                    Collect(inline.Selections, type, collected, order);
                    break;
                case FragmentSpread spread when document.Fragments[spread.Name] is var fragment && Schema.Applies(type, schema.Output(fragment.OnType)!):
                    Collect(fragment.Selections, type, collected, order);
                    break;
            }
        }
    }

    private bool IsIncluded(Selection selection)
    {
        foreach (var directive in selection.Directives)
        {
            var condition = coercion.ArgumentsOf(ConditionArguments, directive.Arguments, variables, directive.At).Flag("if");
            if (condition != (directive.Name == "include"))
            {
                return false;
            }
        }

        return true;
    }

    private PlannedField Merge(List<FieldSelection> same, ObjectType type)
    {
        var first = same[0];
        if (first.Name == "__typename")
        {
            return new PlannedField(first.ResponseName, null, Arguments.None, null, first.At);
        }

        var definition = type.Field(first.Name)!;
        var selections = same.Count == 1 || first.Selections is null
            ? first.Selections
            : new SelectionSet([.. same.SelectMany(field => field.Selections!.Selections)]);
        return new PlannedField(
            first.ResponseName, definition, coercion.ArgumentsOf(definition.Arguments, first.Arguments, variables, first.At), selections, first.At);
    }

    private async ValueTask<object?> ResolveAsync(PlannedField field)
    {
        var value = field.Definition!.Resolve(context, field.Arguments, context);
        return value is Task<object?> pending ? await pending : value;
    }

    private object? Complete(object? value, TypeReference type, PlannedField field, PathStep path)
    {
        if (value is null)
        {
            return type.NonNull
                ? throw new GraphQLException(new GraphQLError($"Cannot return null for non-nullable field {field.Definition!.Name}.", "INTERNAL_SERVER_ERROR"))
                : null;
        }

        if (type.Element is { } element)
        {
            var list = new List<object?>();
            foreach (var item in (IEnumerable)value)
            {
                var at = new PathStep(path, list.Count);
                try
                {
                    list.Add(Complete(item, element, field, at));
                }
                catch (GraphQLException failure)
                {
                    list.Add(NullInstead(failure, element, field, at));
                }
            }

            return list;
        }

        if (field.Selections is null)
        {
            return value;
        }

        var concrete = schema.Output(type.Name!) switch { InterfaceType wide => wide.TypeOf(value), var known => (ObjectType)known! };
        return CompleteObject(value, concrete, field.Selections, path);
    }

    private ResponseObject CompleteObject(object source, ObjectType type, SelectionSet selections, PathStep path)
    {
        var plan = Plan(selections, type);
        var answer = new ResponseObject(plan.Count);
        foreach (var field in plan)
        {
            if (field.Definition is null)
            {
                answer.Add(field.ResponseName, type.Name);
                continue;
            }

            var at = new PathStep(path, field.ResponseName);
            try
            {
                answer.Add(field.ResponseName, Complete(field.Definition.Resolve(source, field.Arguments, context), field.Definition.Type, field, at));
            }
            catch (GraphQLException failure)
            {
                answer.Add(field.ResponseName, NullInstead(failure, field.Definition.Type, field, at));
            }
        }

        return answer;
    }

    /// <summary>Null where null is allowed; else the failure goes on to the enclosing object, knowing where it began.</summary>
    private object? NullInstead(GraphQLException failure, TypeReference type, PlannedField field, PathStep path)
    {
        if (type.NonNull)
        {
            throw new GraphQLException(Located(failure, field, path));
        }

        Report(failure, field, path);
        return null;
    }

    private void Report(GraphQLException failure, PlannedField field, PathStep path) => errors.Add(Located(failure, field, path));

    private static GraphQLError Located(GraphQLException failure, PlannedField field, PathStep path) => failure.Error with
    {
        Path = failure.Error.Path ?? path.ToList(),
        Locations = failure.Error.Locations.Count > 0 ? failure.Error.Locations : [field.At],
    };

    private sealed record PathStep(PathStep? Parent, object Key)
    {
        public List<object> ToList()
        {
            var list = Parent?.ToList() ?? [];
            list.Add(Key);
            return list;
        }
    }
}
