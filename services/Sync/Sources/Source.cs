using Dapper;
using Npgsql;
using Teg.Platform.Sync.Credentials;

namespace Teg.Platform.Sync.Sources;

/// <summary>A vendor account that is read, with the organisation it belongs to.</summary>
internal sealed record Source(Guid OrgId, Guid Id, string Kind, string Name, bool Enabled, string Credential, string Settings, int SettingsVersion,
    string WebhookSecret, string TimeZone, string Currency)
{
    public const string Monday = "monday";
    public const string Calendly = "calendly";
    public const string GoogleAds = "google-ads";

    /// <summary>With whose token it is read.</summary>
    public VendorAccount Account { get; } = new(OrgId, Credential);

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    private const string Sql =
        """
        select s.org_id, s.id, s.kind, s.name, s.enabled, s.credential, s.settings::text as settings, s.settings_version,
               s.webhook_secret, o.time_zone, o.currency
        from sync.source s
        join accounts.organisation o on o.org_id = s.org_id
        where s.org_id = warehouse.current_org() and (@id::uuid is null or s.id = @id)
        order by s.id
        """;

    public static async Task<Source> ReadAsync(NpgsqlConnection connection, Guid id, CancellationToken ct) =>
        await connection.QuerySingleAsync<Source>(new CommandDefinition(Sql, new { id = (Guid?)id }, cancellationToken: ct));

    public static async Task<IReadOnlyList<Source>> AllAsync(NpgsqlConnection connection, CancellationToken ct) =>
        (await connection.QueryAsync<Source>(new CommandDefinition(Sql, new { id = (Guid?)null }, cancellationToken: ct))).AsList();
}
