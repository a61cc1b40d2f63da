namespace Teg.Platform.Documents.Filling;

/// <summary>Where a field is looked for: the item of the innermost block first, then outwards to the whole data.</summary>
internal sealed class Scope
{
    private readonly Value self;
    private readonly Scope? outer;
    private readonly int index;
    private readonly int count;
    private readonly string list;

    public Scope(FieldsValue data)
    {
        self = data;
        list = "";
    }

    private Scope(Scope outer, Value item, int index, int count, string list)
    {
        self = item;
        this.outer = outer;
        this.index = index;
        this.count = count;
        this.list = list;
    }

    /// <summary>Empty at the top; " (item 2 of lines)" inside a block.</summary>
    public string Item => outer is null ? "" : $"{outer.Item} (item {index + 1} of {list})";

    public IEnumerable<Scope> Each(ListValue items, FieldPath path)
    {
        for (var position = 0; position < items.Items.Count; position++)
        {
            yield return new Scope(this, items.Items[position], position, items.Items.Count, path.ToString());
        }
    }

    /// <exception cref="FormatException">The data lacks it; the message says which part of the path.</exception>
    public Value Find(FieldPath path)
    {
        var value = First(path.Names[0]);
        for (var position = 1; position < path.Names.Count; position++)
        {
            var known = string.Join('.', path.Names.Take(position));
            value = value switch
            {
                FieldsValue fields => fields.Find(path.Names[position]) ?? throw new FormatException($"'{known}' has no '{path.Names[position]}'"),
                NothingValue => Value.Nothing,
                _ => throw new FormatException($"'{known}' is {value.Kind} and has no '{path.Names[position]}'"),
            };
        }

        return value;
    }

    private Value First(string name)
    {
        if (name == "this")
        {
            return self;
        }

        if (name[0] == '@')
        {
            return outer is null
                ? throw new FormatException($"'{name}' has a meaning only inside an #each block")
                : name switch
                {
                    "@number" => index + 1,
                    "@count" => count,
                    "@first" => index == 0,
                    "@last" => index == count - 1,
                    _ => throw new FormatException($"'{name}' is unknown; there are @number, @count, @first and @last"),
                };
        }

        for (var scope = this; scope is not null; scope = scope.outer)
        {
            if (scope.self is FieldsValue fields && fields.Find(name) is { } found)
            {
                return found;
            }
        }

        throw new FormatException($"the data has no '{name}'");
    }
}
