using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Teg.Platform.ServiceDefaults;

/// <summary>What a column holds, so that whoever shows it knows how.</summary>
public enum ColumnKind
{
    Text,
    Day,
    Count,
    Money,
}

/// <param name="Id">As JSON would name it: <c>closedOn</c>.</param>
/// <param name="Name">As a person reads it: <c>Closed on</c>.</param>
public sealed record LineColumn(string Id, string Name, ColumnKind Kind)
{
    /// <summary>Of a sheet's column, in characters.</summary>
    internal double Width => Kind is ColumnKind.Text ? 24 : 14;
}

/// <summary>The properties of a line as the columns of a table: said once, for CSV, Excel and screen.</summary>
/// <typeparam name="TLine">A record of strings, days, whole and decimal numbers; the decimal ones are money.</typeparam>
public static class LineColumns<TLine>
    where TLine : notnull
{
    // In the order in which they are declared.
    private static readonly PropertyInfo[] Properties = [.. typeof(TLine).GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken)];

    public static IReadOnlyList<LineColumn> All { get; } = [.. Properties.Select(property => new LineColumn(
        JsonNamingPolicy.CamelCase.ConvertName(property.Name), WordsOf(property.Name), KindOf(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType)))];

    /// <summary>In the order of <see cref="All"/>.</summary>
    public static object?[] Cells(TLine line) => Array.ConvertAll(Properties, property => property.GetValue(line));

    private static ColumnKind KindOf(Type type) =>
        type == typeof(string) ? ColumnKind.Text
        : type == typeof(DateOnly) ? ColumnKind.Day
        : type == typeof(int) || type == typeof(long) ? ColumnKind.Count
        : type == typeof(decimal) ? ColumnKind.Money
        : throw new NotSupportedException($"A line cannot hold a {type.Name}.");

    // UtmSource is "Utm source", which marketing writes in capitals.
    private static string WordsOf(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            words.Append(char.IsUpper(letter) && words.Length > 0 ? $" {char.ToLowerInvariant(letter)}" : letter.ToString());
        }

        return words.Replace("Utm ", "UTM ").ToString();
    }
}
