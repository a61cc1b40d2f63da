using System.Data;
using System.Globalization;
using Dapper;

namespace Teg.Platform.ServiceDefaults;

/// <summary>How Dapper maps the platform's rows: snake_case columns, days as DateOnly, instants as UTC DateTimeOffset, text[] as a list.</summary>
public static class DapperTypes
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Day());
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new Instant());
        SqlMapper.AddTypeHandler(new Texts());
    }

    private sealed class Texts : SqlMapper.TypeHandler<IReadOnlyList<string>>
    {
        public override void SetValue(IDbDataParameter parameter, IReadOnlyList<string>? value) => parameter.Value = value?.ToArray() ?? (object)DBNull.Value;

        public override IReadOnlyList<string> Parse(object value) => (string[])value;
    }

    private sealed class Day : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            parameter.DbType = DbType.Date;
            parameter.Value = value;
        }

        public override DateOnly Parse(object value) => value switch
        {
            DateOnly day => day,
            DateTime instant => DateOnly.FromDateTime(instant),
            _ => DateOnly.Parse((string)value, CultureInfo.InvariantCulture),
        };
    }

    private sealed class Instant : SqlMapper.TypeHandler<DateTimeOffset>
    {
        // Npgsql writes timestamptz only from UTC; an instant with another offset is the same instant.
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.UtcDateTime;

        // Npgsql reads timestamptz as a UTC DateTime.
        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => instant,
            DateTime instant => new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)),
            _ => DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        };
    }
}
