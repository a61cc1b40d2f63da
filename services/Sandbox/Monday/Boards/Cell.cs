using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Teg.Platform.Sandbox.Monday.Boards;

/// <summary>What stands in one column of one item, in the shapes Monday reads it out: text for people, value as JSON in a string.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "cell")]
[JsonDerivedType(typeof(BlankCell), "blank")]
[JsonDerivedType(typeof(TextCell), "text")]
[JsonDerivedType(typeof(NumbersCell), "numbers")]
[JsonDerivedType(typeof(StatusCell), "status")]
[JsonDerivedType(typeof(DateCell), "date")]
[JsonDerivedType(typeof(EmailCell), "email")]
[JsonDerivedType(typeof(PhoneCell), "phone")]
[JsonDerivedType(typeof(LinkCell), "link")]
[JsonDerivedType(typeof(DropdownCell), "dropdown")]
[JsonDerivedType(typeof(CheckboxCell), "checkbox")]
[JsonDerivedType(typeof(PeopleCell), "people")]
internal abstract record Cell
{
    public static readonly Cell Blank = new BlankCell();

    public abstract string? Text(BoardColumn column);

    public abstract string? Value(BoardColumn column, DateTimeOffset changedAt);

    [JsonIgnore]
    public virtual bool IsBlank => false;

    public static string Json(object? value) => JsonSerializer.Serialize(value, MondayJson.Relaxed);

    public static Cell OfText(string text) => text.Length == 0 ? Blank : new TextCell(text);

    public static Cell OfStatus(string label) => label.Length == 0 ? Blank : new StatusCell(label);

    public static Cell OfDropdown(string label) => label.Length == 0 ? Blank : new DropdownCell([label]);

    public static Cell OfNumber(decimal? number) => number is { } value ? new NumbersCell(value) : Blank;

    protected static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal sealed record BlankCell : Cell
{
    [JsonIgnore]
    public override bool IsBlank => true;

    public override string? Text(BoardColumn column) => column.Type is "status" ? null : "";

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) => null;
}

internal sealed record TextCell(string Content) : Cell
{
    public override string? Text(BoardColumn column) => Content;

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) =>
        column.Type == "long_text" ? Json(new { text = Content, changed_at = Stamp(changedAt) }) : Json(Content);
}

internal sealed record NumbersCell(decimal Number) : Cell
{
    public override string? Text(BoardColumn column) => Number.ToString("0.##########", CultureInfo.InvariantCulture);

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) => Json(Text(column));
}

internal sealed record StatusCell(string Label) : Cell
{
    public override string? Text(BoardColumn column) => Label;

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) =>
        Json(new { index = column.IndexOf(Label), post_id = (string?)null, changed_at = Stamp(changedAt) });
}

internal sealed record DateCell(DateOnly Date, TimeOnly? Time = null) : Cell
{
    public static DateCell Of(DateTimeOffset instant) =>
        new(DateOnly.FromDateTime(instant.UtcDateTime), TimeOnly.FromDateTime(instant.UtcDateTime));

    [JsonIgnore]
    public string DateText => Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [JsonIgnore]
    public string? TimeText => Time?.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public override string? Text(BoardColumn column) =>
        Time is { } time ? $"{DateText} {time.ToString("HH:mm", CultureInfo.InvariantCulture)}" : DateText;

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) => TimeText is null
        ? Json(new { date = DateText, icon = (string?)null, changed_at = Stamp(changedAt) })
        : Json(new { date = DateText, time = TimeText, icon = (string?)null, changed_at = Stamp(changedAt) });
}

internal sealed record EmailCell(string Address) : Cell
{
    public override string? Text(BoardColumn column) => Address;

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) =>
        Json(new { email = Address, text = Address, changed_at = Stamp(changedAt) });
}

internal sealed record PhoneCell(string Number, string Country = "US") : Cell
{
    public override string? Text(BoardColumn column) => Number;

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) =>
        Json(new { phone = Number, countryShortName = Country, changed_at = Stamp(changedAt) });
}

internal sealed record LinkCell(string Url, string Title) : Cell
{
    public override string? Text(BoardColumn column) => Title.Length == 0 || Title == Url ? Url : $"{Title} - {Url}";

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) => Json(new { url = Url, text = Title, changed_at = Stamp(changedAt) });
}

internal sealed record DropdownCell(IReadOnlyList<string> Labels) : Cell
{
    public override string? Text(BoardColumn column) => string.Join(", ", Labels);

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) =>
        Json(new { ids = Labels.Select(label => column.IndexOf(label) + 1).ToArray(), changed_at = Stamp(changedAt) });
}

internal sealed record CheckboxCell : Cell
{
    public override string? Text(BoardColumn column) => "v";

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) => Json(new { @checked = true, changed_at = Stamp(changedAt) });
}

internal sealed record Person(long Id, string Name);

internal sealed record PeopleCell(IReadOnlyList<Person> People) : Cell
{
    public override string? Text(BoardColumn column) => string.Join(", ", People.Select(person => person.Name));

    public override string? Value(BoardColumn column, DateTimeOffset changedAt) => Json(new
    {
        personsAndTeams = People.Select(person => new { id = person.Id, kind = "person" }).ToArray(),
        changed_at = Stamp(changedAt),
    });
}
