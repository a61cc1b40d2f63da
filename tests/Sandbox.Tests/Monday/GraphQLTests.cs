using System.Text.Json;
using Teg.Platform.Sandbox.Monday.GraphQL;

namespace Teg.Platform.Sandbox.Tests.Monday;

public sealed class GraphQLTests
{
    private sealed record Person(string Name, int Age, Person? Friend = null);

    private static readonly ObjectType Human = new ObjectType("Human", "Being")
        .Has<Person>("name", "String!", person => person.Name)
        .Has<Person>("age", "Int", person => person.Age)
        .Has<Person>("friend", "Human!", person => person.Friend)
        .Has<Person>("broken", "Int", _ => throw new GraphQLException(new GraphQLError("It broke", "BROKEN")));

    private static readonly InterfaceType Being = new InterfaceType("Being", _ => Human).Has("name", "String!");

    private static readonly Schema Schema = new(
        new ObjectType("Query")
            .Has<object>("one", "Human", _ => Ann)
            .Has<object>("all", "[Being!]", (_, arguments, _) => Enumerable.Repeat(Ann, arguments.Int("limit", 0)), arguments => arguments.Int("limit", 0), ("limit", "Int!", 2))
            .Has<object>("echo", "String", (_, arguments, _) => JsonSerializer.Serialize(arguments.Object("filter")), null, ("filter", "Filter", null)),
        new ObjectType("Mutation").Has<object>("noop", "Int", _ => 1),
        [Human, Being],
        [.. Coercion.BuiltInScalars, new EnumType("Order", ["asc", "desc"]), InputObjectType.Of("Filter", ("ids", "[ID!]", null), ("order", "Order", "asc"), ("deep", "Filter", null))]);

    private static readonly Person Ann = new("Ann", 40, new Person("Bob", 41));

    private static async Task<string> Answer(string query, object? variables = null)
    {
        try
        {
            var document = Parser.Parse(query);
            var errors = Validator.Check(Schema, document, document.Operations[0]);
            if (errors.Count > 0)
            {
                return string.Join("; ", errors.Select(error => error.Message));
            }

            var result = await new Executor(Schema, document, document.Operations[0], JsonSerializer.SerializeToElement(variables ?? new { }), new object()).RunAsync();
            return Show(result.Data) + (result.Errors.Count == 0 ? "" : " ! " + string.Join("; ", result.Errors.Select(error => $"{string.Join('.', error.Path!)}: {error.Message}")));
        }
        catch (GraphQLException refused)
        {
            return refused.Message;
        }
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        ResponseObject response => "{" + string.Join(",", response.Fields.Select(field => $"{field.Key}:{Show(field.Value)}")) + "}",
        IEnumerable<object?> list => "[" + string.Join(",", list.Select(Show)) + "]",
        _ => value.ToString()!,
    };

    [Fact]
    public async Task Fields_come_in_the_order_asked_for_under_their_aliases() =>
        (await Answer("{ one { years: age name } }")).ShouldBe("{one:{years:40,name:Ann}}");

    [Fact]
    public async Task The_same_field_asked_twice_is_answered_once_with_both_selections() =>
        (await Answer("{ one { friend { name } } one { friend { age } } }")).ShouldBe("{one:{friend:{name:Bob,age:41}}}");

    [Fact]
    public async Task Fragments_and_inline_fragments_apply_to_their_type() =>
        (await Answer("query Q { all(limit: 1) { __typename name ...F ... on Human { age } } } fragment F on Being { other: name }"))
            .ShouldBe("{all:[{__typename:Human,name:Ann,other:Ann,age:40}]}");

    [Fact]
    public async Task Skip_and_include_follow_their_variables() =>
        (await Answer("query ($yes: Boolean!) { one { name @skip(if: $yes) age @include(if: $yes) } }", new { yes = true })).ShouldBe("{one:{age:40}}");

    [Fact]
    public async Task Variables_defaults_and_single_values_for_lists_are_coerced() =>
        (await Answer("query ($id: ID!, $n: Int! = 1) { all(limit: $n) { name } echo(filter: {ids: [$id, 5], deep: {order: desc}}) }", new { id = 7 }))
            .ShouldBe("""{all:[{name:Ann}],echo:{"ids":["7","5"],"order":"asc","deep":{"order":"desc"}}}""");

    [Fact]
    public async Task A_failing_field_is_null_and_named_by_its_path() =>
        (await Answer("{ one { name broken } }")).ShouldBe("{one:{name:Ann,broken:null}} ! one.broken: It broke");

    [Fact]
    public async Task A_null_where_none_is_allowed_takes_the_enclosing_object_with_it() =>
        (await Answer("{ one { friend { friend { name } } } }")).ShouldBe("{one:null} ! one.friend.friend: Cannot return null for non-nullable field friend.");

    [Theory]
    [InlineData("{ one { nam } }", "Cannot query field \"nam\" on type \"Human\".")]
    [InlineData("{ one }", "Field \"one\" of type \"Human\" must have a selection of subfields. Did you mean \"one { ... }\"?")]
    [InlineData("{ one { name { x } } }", "Field \"name\" must not have a selection since type \"String!\" has no subfields.")]
    [InlineData("{ all(size: 1) { name } }", "Unknown argument \"size\" on field \"Query.all\".")]
    [InlineData("{ all(limit: $n) { name } }", "Variable \"$n\" is not defined.")]
    [InlineData("query ($n: Int) { one { name } }", "Variable \"$n\" is never used.")]
    [InlineData("query ($n: String!) { all(limit: $n) { name } }", "Variable \"$n\" of type \"String!\" used in position expecting type \"Int!\".")]
    [InlineData("{ one { ...F } } ", "Unknown fragment \"F\".")]
    [InlineData("{ one { ...F } } fragment F on Human { ...F }", "Cannot spread fragment \"F\" within itself.")]
    [InlineData("{ one { name } ", "Syntax Error: Unexpected <EOF>.")]
    [InlineData("{ one { name @uppercase } }", "Unknown directive \"@uppercase\".")]
    public async Task A_wrong_query_is_refused_in_the_words_of_the_reference_implementation(string query, string message) =>
        (await Answer(query)).ShouldBe(message);

    [Fact]
    public async Task An_argument_of_the_wrong_type_is_refused() =>
        (await Answer("{ all(limit: \"two\") { name } }")).ShouldBe("Argument \"limit\" has invalid value \"two\". Expected type \"Int!\".");

    [Fact]
    public async Task Strings_know_escapes_and_block_strings_their_indentation()
    {
        (await Answer("""{ echo(filter: {ids: ["a\"b\u0041\n"]}) }""")).ShouldContain("a\\u0022bA\\n");
        (await Answer("{ echo(filter: {ids: [\"\"\"\n    one\n      two\n    \"\"\"]}) }")).ShouldContain("one\\n  two");
    }

    [Fact]
    public void A_list_costs_as_much_as_it_may_hold()
    {
        long Price(string query)
        {
            var document = Parser.Parse(query);
            return new Executor(Schema, document, document.Operations[0], null, new object()).Price();
        }

        Price("{ all(limit: 100) { name } }").ShouldBe(101);
        Price("{ all(limit: 100) { name ... on Human { friend { name age } } } }").ShouldBe(401);
    }

    [Fact]
    public void An_error_says_where_it_is()
    {
        var document = Parser.Parse("{\n  one {\n    nam\n  }\n}");

        Validator.Check(Schema, document, document.Operations[0])[0].Locations.ShouldBe([new Location(3, 5)]);
    }
}
