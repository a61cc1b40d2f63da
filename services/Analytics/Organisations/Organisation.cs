using Dapper;
using Microsoft.Extensions.Caching.Memory;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Organisations;

/// <summary>The caller's organisation: its days and its money.</summary>
public sealed record OrganisationSettings(string TimeZone, string Currency)
{
    /// <summary>The day it is there now.</summary>
    public DateOnly Today(TimeProvider clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);
}

internal sealed class Organisation(Database database, Caller caller, IMemoryCache cache)
{
    // Time zone and currency of a tenant practically never change; five minutes is soon enough when they do.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    public async ValueTask<OrganisationSettings> SettingsAsync(CancellationToken ct)
    {
        if (cache.TryGetValue((nameof(Organisation), caller.OrgId), out OrganisationSettings? known) && known is not null)
        {
            return known;
        }

        await using var connection = await database.OpenAsync(ct);
        var found = await connection.QuerySingleAsync<OrganisationSettings>(new CommandDefinition(
            "select time_zone, currency from accounts.organisation where org_id = warehouse.current_org()", cancellationToken: ct));

        return cache.Set((nameof(Organisation), caller.OrgId), found, KeptFor);
    }
}
