using System.Globalization;

namespace Teg.Platform.Sandbox.Monday.GraphQL;

/// <summary>Reads an executable document (GraphQL October 2021, chapter 2). Schema definitions and subscriptions are not part of it.</summary>
internal sealed class Parser
{
    private const int MaxDepth = 32;

    private readonly Lexer lexer;
    private Token current;
    private int depth;

    private Parser(string source)
    {
        lexer = new Lexer(source);
        current = lexer.Next();
    }

    /// <exception cref="GraphQLException">The text is not a query.</exception>
    public static Document Parse(string source)
    {
        var parser = new Parser(source);
        var operations = new List<Operation>();
        var fragments = new Dictionary<string, Fragment>(StringComparer.Ordinal);
        while (parser.current.Kind != TokenKind.End)
        {
            if (parser.At("fragment"))
            {
                var fragment = parser.ReadFragment();
                if (!fragments.TryAdd(fragment.Name, fragment))
                {
                    throw new GraphQLException($"There can be only one fragment named \"{fragment.Name}\".", "fragmentNotUnique", fragment.At);
                }
            }
            else
            {
                operations.Add(parser.ReadOperation());
            }
        }

        return operations.Count == 0 ? throw parser.Unexpected() : new Document(operations, fragments);
    }

    public static TypeReference ParseType(string text) => new Parser(text).ReadType();

    private GraphQLException Unexpected() => new(
        $"Syntax Error: Unexpected {(current.Kind is TokenKind.End ? current.Text : $"{current.Kind} \"{current.Text}\"")}.", "parseError", current.At);

    private bool At(string text) => current.Kind is TokenKind.Name or TokenKind.Punctuator && current.Text == text;

    private Token Take()
    {
        var taken = current;
        current = lexer.Next();
        return taken;
    }

    private bool TakeIf(string text)
    {
        if (!At(text))
        {
            return false;
        }

        Take();
        return true;
    }

    private Token Expect(string text) => At(text) ? Take() : throw Unexpected();

    private string ExpectName() => current.Kind == TokenKind.Name ? Take().Text : throw Unexpected();

    private Operation ReadOperation()
    {
        var at = current.At;
        if (At("{"))
        {
            return new Operation("query", null, [], ReadSelections(), at);
        }

        if (!At("query") && !At("mutation"))
        {
            throw Unexpected();
        }

        var kind = Take().Text;
        var name = current.Kind == TokenKind.Name ? Take().Text : null;
        var variables = new List<VariableDefinition>();
        if (TakeIf("("))
        {
            while (!TakeIf(")"))
            {
                var variableAt = Expect("$").At;
                var variable = ExpectName();
                Expect(":");
                variables.Add(new VariableDefinition(variable, ReadType(), TakeIf("=") ? ReadLiteral() : null, variableAt));
            }
        }

        ReadDirectives();
        return new Operation(kind, name, variables, ReadSelections(), at);
    }

    private Fragment ReadFragment()
    {
        var at = Expect("fragment").At;
        var name = ExpectName();
        Expect("on");
        var type = ExpectName();
        ReadDirectives();
        return new Fragment(name, type, ReadSelections(), at);
    }

    private TypeReference ReadType()
    {
        TypeReference type;
        if (TakeIf("["))
        {
            var element = ReadType();
            Expect("]");
            type = new TypeReference(null, element, NonNull: false);
        }
        else
        {
            type = new TypeReference(ExpectName(), null, NonNull: false);
        }

        return TakeIf("!") ? type with { NonNull = true } : type;
    }

    private SelectionSet ReadSelections()
    {
        if (++depth > MaxDepth)
        {
            throw new GraphQLException($"Query is nested deeper than {MaxDepth} levels.", "maxDepthExceeded", current.At);
        }

        Expect("{");
        var selections = new List<Selection>();
        while (!TakeIf("}"))
        {
            selections.Add(ReadSelection());
        }

        depth--;
        return selections.Count == 0 ? throw Unexpected() : new SelectionSet(selections);
    }

    private Selection ReadSelection()
    {
        var at = current.At;
        if (TakeIf("..."))
        {
            if (TakeIf("on"))
            {
                return new InlineFragment(ExpectName(), ReadDirectives(), ReadSelections(), at);
            }

            return current.Kind == TokenKind.Name
                ? new FragmentSpread(Take().Text, ReadDirectives(), at)
                : new InlineFragment(null, ReadDirectives(), ReadSelections(), at);
        }

        var name = ExpectName();
        string? alias = null;
        if (TakeIf(":"))
        {
            (alias, name) = (name, ExpectName());
        }

        return new FieldSelection(alias, name, ReadArguments(), ReadDirectives(), At("{") ? ReadSelections() : null, at);
    }

    private List<Argument> ReadArguments()
    {
        var arguments = new List<Argument>();
        if (TakeIf("("))
        {
            while (!TakeIf(")"))
            {
                arguments.Add(ReadArgument());
            }
        }

        return arguments;
    }

    private Argument ReadArgument()
    {
        var at = current.At;
        var name = ExpectName();
        Expect(":");
        return new Argument(name, ReadLiteral(), at);
    }

    private List<Directive> ReadDirectives()
    {
        var directives = new List<Directive>();
        while (At("@"))
        {
            var at = Take().At;
            directives.Add(new Directive(ExpectName(), ReadArguments(), at));
        }

        return directives;
    }

    private Literal ReadLiteral()
    {
        var at = current.At;
        if (TakeIf("$"))
        {
            return new VariableLiteral(ExpectName(), at);
        }

        if (TakeIf("["))
        {
            var items = new List<Literal>();
            while (!TakeIf("]"))
            {
                items.Add(ReadLiteral());
            }

            return new ListLiteral(items, at);
        }

        if (TakeIf("{"))
        {
            var fields = new List<Argument>();
            while (!TakeIf("}"))
            {
                fields.Add(ReadArgument());
            }

            return new ObjectLiteral(fields, at);
        }

        return current.Kind switch
        {
            TokenKind.String => new ScalarLiteral(Take().Text, at),
            TokenKind.Int => new ScalarLiteral(Whole(Take().Text, at), at),
            TokenKind.Float => new ScalarLiteral(double.Parse(Take().Text, CultureInfo.InvariantCulture), at),
            TokenKind.Name => Take().Text switch
            {
                "true" => new ScalarLiteral(true, at),
                "false" => new ScalarLiteral(false, at),
                "null" => new ScalarLiteral(null, at),
                var name => new EnumLiteral(name, at),
            },
            _ => throw Unexpected(),
        };
    }

    private static long Whole(string text, Location at) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new GraphQLException($"Syntax Error: Number {text} is too large.", "parseError", at);
}
