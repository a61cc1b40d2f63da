using System.Diagnostics.CodeAnalysis;

namespace Teg.Platform.Documents.Filling;

/// <summary>
/// What a placeholder can be filled with. The kind is part of the data, so that a text where an amount belongs is noticed before anything is written.
/// </summary>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The records behind the conversions are the named alternates.")]
public abstract record Value
{
    /// <summary>Known and empty: false in a condition, a problem where it should be written.</summary>
    public static Value Nothing { get; } = new NothingValue();

    /// <summary>The word for this kind in a sentence: "a text".</summary>
    internal abstract string Kind { get; }

    /// <summary>What <c>{{#if}}</c> makes of it.</summary>
    internal abstract bool IsTrue { get; }

    public static implicit operator Value(string? text) => text is null ? Nothing : new TextValue(text);

    public static implicit operator Value(decimal number) => new NumberValue(number);

    public static implicit operator Value(int number) => new NumberValue(number);

    public static implicit operator Value(DateOnly date) => new DateValue(date);

    public static implicit operator Value(bool flag) => new FlagValue(flag);

    public static implicit operator Value(List<Value> items) => new ListValue(items);
}

/// <summary>Line breaks and tabs are kept; a carriage return with its line feed is one break.</summary>
public sealed record TextValue(string Text) : Value
{
    internal override string Kind => "a text";

    internal override bool IsTrue => Text.Length > 0;
}

public sealed record NumberValue(decimal Number) : Value
{
    internal override string Kind => "a number";

    internal override bool IsTrue => Number != 0;
}

/// <param name="Currency">ISO 4217, three letters.</param>
public sealed record MoneyValue(decimal Amount, string Currency) : Value
{
    internal override string Kind => "an amount";

    internal override bool IsTrue => Amount != 0;
}

public sealed record DateValue(DateOnly Date) : Value
{
    internal override string Kind => "a date";

    internal override bool IsTrue => true;
}

public sealed record FlagValue(bool Flag) : Value
{
    internal override string Kind => "a yes or no";

    internal override bool IsTrue => Flag;
}

/// <summary>A PNG, JPEG or GIF.</summary>
/// <param name="Description">The alternative text that a screen reader speaks; empty for decoration.</param>
public sealed record PictureValue(ReadOnlyMemory<byte> Bytes, string Description = "") : Value
{
    internal override string Kind => "a picture";

    internal override bool IsTrue => !Bytes.IsEmpty;
}

public sealed record ListValue(IReadOnlyList<Value> Items) : Value
{
    internal override string Kind => "a list";

    internal override bool IsTrue => Items.Count > 0;
}

/// <summary>Named values: <c>new FieldsValue { ["name"] = "Ada", ["signedOn"] = new DateOnly(2026, 3, 1) }</c>.</summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is one of the values, and enumerable only to be written as above.")]
public sealed record FieldsValue : Value, IEnumerable<KeyValuePair<string, Value>>
{
    private readonly Dictionary<string, Value> fields = new(StringComparer.Ordinal);

    internal override string Kind => "a group of fields";

    internal override bool IsTrue => true;

    public Value this[string name]
    {
        get => fields[name];
        set => fields[name] = value;
    }

    public void Add(string name, Value value) => fields.Add(name, value);

    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => fields.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    internal Value? Find(string name) => fields.GetValueOrDefault(name);
}

internal sealed record NothingValue : Value
{
    internal override string Kind => "empty";

    internal override bool IsTrue => false;
}
