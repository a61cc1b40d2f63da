using Dapper;
using Npgsql;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Organisations;

/// <summary>The caller's organisation: its days and its money.</summary>
public sealed record OrganisationSettings(string TimeZone, string Currency)
{
    /// <summary>The day it is there now.</summary>
    public DateOnly Today(TimeProvider clock) => DayOf(clock.GetUtcNow());

    /// <summary>The day it was there then.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
}

internal sealed class Organisation(Answers answers)
{
    // Time zone and currency of a tenant practically never change; the five minutes of this policy are soon enough when they do.
    public Task<OrganisationSettings> SettingsAsync(CancellationToken ct) => answers.ReadAsync(CachePolicy.Kpi, new SettingsQuestion(), AskAsync, ct);

    private static Task<OrganisationSettings> AskAsync(NpgsqlConnection connection, SettingsQuestion question, CancellationToken ct) =>
        connection.QuerySingleAsync<OrganisationSettings>(new CommandDefinition(
            "select time_zone, currency from accounts.organisation where org_id = warehouse.current_org()", cancellationToken: ct));

    private sealed record SettingsQuestion;
}
