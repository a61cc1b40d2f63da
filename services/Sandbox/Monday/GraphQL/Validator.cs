namespace Teg.Platform.Sandbox.Monday.GraphQL;

/// <summary>Checks a document against the schema before anything of it runs, and says what is wrong in the words of the reference implementation.</summary>
internal sealed class Validator(Schema schema, Document document)
{
    private readonly List<GraphQLError> errors = [];
    private readonly HashSet<string> usedVariables = new(StringComparer.Ordinal);
    private readonly Stack<string> openFragments = [];
    private Operation operation = document.Operations[0];

    public static IReadOnlyList<GraphQLError> Check(Schema schema, Document document, Operation chosen)
    {
        var validator = new Validator(schema, document);
        validator.Check(chosen);
        return validator.errors;
    }

    private void Check(Operation chosen)
    {
        operation = chosen;
        foreach (var variable in chosen.Variables)
        {
            if (schema.Input(Named(variable.Type)) is null)
            {
                Fail($"Unknown type \"{Named(variable.Type)}\".", "unknownType", variable.At);
            }
        }

        Walk(chosen.Selections, chosen.Kind == "query" ? schema.Query : schema.Mutation);
        foreach (var variable in chosen.Variables)
        {
            if (!usedVariables.Contains(variable.Name))
            {
                Fail(
                    chosen.Name is null ? $"Variable \"${variable.Name}\" is never used." : $"Variable \"${variable.Name}\" is never used in operation \"{chosen.Name}\".",
                    "unusedVariable", variable.At);
            }
        }
    }

    private void Walk(SelectionSet set, OutputType type)
    {
        foreach (var selection in set.Selections)
        {
            CheckDirectives(selection.Directives);
            switch (selection)
            {
                case FieldSelection field:
                    CheckField(field, type);
                    break;
                case InlineFragment inline:
                    WalkFragment(inline.OnType, inline.Selections, type, inline.At);
                    break;
                case FragmentSpread spread when !document.Fragments.TryGetValue(spread.Name, out _):
                    Fail($"Unknown fragment \"{spread.Name}\".", "unknownFragment", spread.At);
                    break;
                case FragmentSpread spread when openFragments.Contains(spread.Name):
                    Fail($"Cannot spread fragment \"{spread.Name}\" within itself.", "fragmentCycle", spread.At);
                    break;
                case FragmentSpread spread:
                    var fragment = document.Fragments[spread.Name];
                    openFragments.Push(spread.Name);
                    WalkFragment(fragment.OnType, fragment.Selections, type, fragment.At);
                    openFragments.Pop();
                    break;
            }
        }
    }

    private void WalkFragment(string? onType, SelectionSet selections, OutputType parent, Location at)
    {
        if (onType is null)
        {
            Walk(selections, parent);
        }
        else if (schema.Output(onType) is { } type)
        {
            Walk(selections, type);
        }
        else
        {
            Fail($"Unknown type \"{onType}\".", "unknownType", at);
        }
    }

    private void CheckField(FieldSelection field, OutputType parent)
    {
        if (field.Name == "__typename")
        {
            return;
        }

        if (parent.Field(field.Name) is not { } definition)
        {
            Fail($"Cannot query field \"{field.Name}\" on type \"{parent.Name}\".", "undefinedField", field.At);
            return;
        }

        CheckArguments(field.Arguments, definition.Arguments, $"field \"{parent.Name}.{field.Name}\"");
        foreach (var required in definition.Arguments.Values)
        {
            if (required.Type.NonNull && required.Default is null && field.Arguments.All(argument => argument.Name != required.Name))
            {
                Fail(
                    $"Field \"{field.Name}\" argument \"{required.Name}\" of type \"{required.Type}\" is required, but it was not provided.",
                    "missingRequiredArguments", field.At);
            }
        }

        switch (schema.Output(definition.TypeName), field.Selections)
        {
            case (null, { }):
                Fail($"Field \"{field.Name}\" must not have a selection since type \"{definition.Type}\" has no subfields.", "selectionMismatch", field.At);
                break;
            case ({ }, null):
                Fail(
                    $"Field \"{field.Name}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{field.Name} {{ ... }}\"?",
                    "selectionMismatch", field.At);
                break;
            case ({ } type, { } selections):
                Walk(selections, type);
                break;
        }
    }

    private void CheckArguments(IReadOnlyList<Argument> written, IReadOnlyDictionary<string, ArgumentDefinition> declared, string on)
    {
        foreach (var argument in written)
        {
            if (!declared.TryGetValue(argument.Name, out var definition))
            {
                Fail($"Unknown argument \"{argument.Name}\" on {on}.", "argumentNotAccepted", argument.At);
            }
            else
            {
                CheckVariables(argument.Value, definition.Type);
            }
        }
    }

    private void CheckVariables(Literal literal, TypeReference expected)
    {
        switch (literal)
        {
            case VariableLiteral variable:
                CheckVariable(variable, expected);
                break;
            case ListLiteral list:
                foreach (var item in list.Items)
                {
                    CheckVariables(item, expected.Element ?? expected);
                }

                break;
            case ObjectLiteral fields:
                var input = schema.Input(Named(expected)) as InputObjectType;
                foreach (var field in fields.Fields)
                {
                    CheckVariables(field.Value, input?.Fields.GetValueOrDefault(field.Name)?.Type ?? new TypeReference("JSON", null, NonNull: false));
                }

                break;
        }
    }

    private void CheckVariable(VariableLiteral variable, TypeReference expected)
    {
        usedVariables.Add(variable.Name);
        var declared = operation.Variables.FirstOrDefault(candidate => candidate.Name == variable.Name);
        if (declared is null)
        {
            Fail(
                operation.Name is null ? $"Variable \"${variable.Name}\" is not defined." : $"Variable \"${variable.Name}\" is not defined by operation \"{operation.Name}\".",
                "undefinedVariable", variable.At);
        }
        else if (!Fits(declared.Type with { NonNull = declared.Type.NonNull || declared.Default is not null }, expected))
        {
            Fail($"Variable \"${variable.Name}\" of type \"{declared.Type}\" used in position expecting type \"{expected}\".", "variableTypeMismatch", variable.At);
        }
    }

    /// <summary>A variable's type may be stricter than the place where it is used. Places with a default take null as well.</summary>
    private static bool Fits(TypeReference given, TypeReference expected)
    {
        if (expected.NonNull && !given.NonNull)
        {
            return false;
        }

        return (given.Element, expected.Element) switch
        {
            ({ } one, { } other) => Fits(one, other),
            (null, null) => given.Name == expected.Name,
            _ => false,
        };
    }

    private void CheckDirectives(IReadOnlyList<Directive> directives)
    {
        foreach (var directive in directives)
        {
            if (directive.Name is "include" or "skip")
            {
                CheckArguments(directive.Arguments, Executor.ConditionArguments, $"directive \"@{directive.Name}\"");
            }
            else
            {
                Fail($"Unknown directive \"@{directive.Name}\".", "unknownDirective", directive.At);
            }
        }
    }

    private static string Named(TypeReference type) => type.Element is null ? type.Name! : Named(type.Element);

    private void Fail(string message, string code, Location at) => errors.Add(new GraphQLError(message, code) { Locations = [at] });
}
