using System.Globalization;

namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>Which items of a board are asked for: the vendor's <c>ItemsQuery</c> after coercion.</summary>
internal sealed record ItemsQuery(IReadOnlyList<ItemsRule> Rules, bool MatchAny, IReadOnlyList<(string Column, bool Descending)> OrderBy, IReadOnlySet<long>? Ids)
{
    public static readonly ItemsQuery Everything = new([], false, [], null);

    public bool IsEverything => Rules.Count == 0 && OrderBy.Count == 0 && Ids is null;

    /// <exception cref="GraphQL.GraphQLException">A rule names a column that the board does not have.</exception>
    public static ItemsQuery Of(Board board, IReadOnlyDictionary<string, object?>? given)
    {
        if (given is null)
        {
            return Everything;
        }

        var rules = (given.GetValueOrDefault("rules") as IReadOnlyList<object?> ?? []).Select(rule => ItemsRule.Of(board, (IReadOnlyDictionary<string, object?>)rule!)).ToList();
        var order = (given.GetValueOrDefault("order_by") as IReadOnlyList<object?> ?? []).OfType<IReadOnlyDictionary<string, object?>>()
            .Select(by => (ItemsRule.Known(board, (string)by["column_id"]!), by.GetValueOrDefault("direction") as string == "desc")).ToList();
        var ids = given.GetValueOrDefault("ids") is IReadOnlyList<object?> list
            ? list.Select(id => long.TryParse(id as string, CultureInfo.InvariantCulture, out var number) ? number : -1).ToHashSet()
            : null;
        return new ItemsQuery(rules, given.GetValueOrDefault("operator") as string == "or", order, ids);
    }

    public bool Matches(ItemSnapshot item) =>
        (Ids is null || Ids.Contains(item.Id))
        && (Rules.Count == 0 || (MatchAny ? Rules.Any(rule => rule.Matches(item)) : Rules.All(rule => rule.Matches(item))));
}

/// <summary>One condition on one column.</summary>
internal sealed record ItemsRule(string Column, string Operator, IReadOnlyList<string> Values)
{
    public const string LastUpdated = "__last_updated__";
    public const string CreationLog = "__creation_log__";

    public static ItemsRule Of(Board board, IReadOnlyDictionary<string, object?> given)
    {
        var values = given.GetValueOrDefault("compare_value") switch
        {
            IReadOnlyList<object?> list => list.Select(Text).ToList(),
            null => [],
            var one => [Text(one)],
        };
        return new ItemsRule(Known(board, (string)given["column_id"]!), given.GetValueOrDefault("operator") as string ?? "any_of", values);
    }

    public static string Known(Board board, string column) => column is LastUpdated or CreationLog or "name" || board.SlotOf(column) >= 0
        ? column
        : throw MondayException.Of($"Column {column} does not exist on board {board.Id}", "InvalidColumnIdException", new { column_id = column });

    public bool Matches(ItemSnapshot item)
    {
        var text = TextOf(item, Column);
        return Operator switch
        {
            "any_of" => Values.Any(value => Same(item, text, value)),
            "not_any_of" => !Values.Any(value => Same(item, text, value)),
            "is_empty" => text.Length == 0,
            "is_not_empty" => text.Length > 0,
            "contains_text" => Values.Any(value => text.Contains(value, StringComparison.OrdinalIgnoreCase)),
            "not_contains_text" => !Values.Any(value => text.Contains(value, StringComparison.OrdinalIgnoreCase)),
            "contains_terms" => Values.SelectMany(value => value.Split(' ')).All(term => text.Contains(term, StringComparison.OrdinalIgnoreCase)),
            "starts_with" => Values.Any(value => text.StartsWith(value, StringComparison.OrdinalIgnoreCase)),
            "ends_with" => Values.Any(value => text.EndsWith(value, StringComparison.OrdinalIgnoreCase)),
            "greater_than" => Compare(text, Bound(^1)) > 0,
            "greater_than_or_equals" => Compare(text, Bound(^1)) >= 0,
            "lower_than" => text.Length > 0 && Compare(text, Bound(^1)) < 0,
            "lower_than_or_equal" => text.Length > 0 && Compare(text, Bound(^1)) <= 0,
            "between" => text.Length > 0 && Compare(text, Bound(0)) >= 0 && Compare(text, Bound(^1)) <= 0,
            _ => throw MondayException.Of($"Operator {Operator} is not supported for column {Column}", "InvalidArgumentException", new { column_id = Column }),
        };
    }

    /// <summary>The text that a column sorts and compares by; instants read as sortable UTC.</summary>
    public static string TextOf(ItemSnapshot item, string column) => column switch
    {
        "name" => item.Name,
        LastUpdated => Sortable(item.UpdatedAt),
        CreationLog => Sortable(item.CreatedAt),
        _ when item.Board.SlotOf(column) is var slot and >= 0 => item.CellOf(slot).Text(item.Board.Columns[slot]!) ?? "",
        _ => "",
    };

    /// <summary>Numbers as numbers, instants and dates by time, all else by text.</summary>
    public static int Compare(string left, string right)
    {
        if (decimal.TryParse(left, CultureInfo.InvariantCulture, out var number) && decimal.TryParse(right, CultureInfo.InvariantCulture, out var other))
        {
            return number.CompareTo(other);
        }

        return Time(left) is { } one && Time(right) is { } two ? one.CompareTo(two) : string.CompareOrdinal(left, right);
    }

    private static string Sortable(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    // A date rule is written ["EXACT", "2026-11-20"]; the date itself is what counts.
    private string Bound(Index index) => Values.Where(value => value != "EXACT").ToList() is { Count: > 0 } bounds ? bounds[index] : "";

    private bool Same(ItemSnapshot item, string text, string value)
    {
        if (text.Equals(value, StringComparison.OrdinalIgnoreCase) || (value.Length == 10 && text.StartsWith(value, StringComparison.Ordinal) && Time(value) is not null))
        {
            return true;
        }

        // Status and dropdown rules name their labels by index, people rules by id.
        var slot = item.Board.SlotOf(Column);
        return slot >= 0 && int.TryParse(value, CultureInfo.InvariantCulture, out var index) && item.CellOf(slot) switch
        {
            StatusCell status => item.Board.Columns[slot]!.IndexOf(status.Label) == index,
            DropdownCell dropdown => dropdown.Labels.Any(label => item.Board.Columns[slot]!.IndexOf(label) + 1 == index),
            PeopleCell people => people.People.Any(person => person.Id == index),
            _ => false,
        };
    }
}
