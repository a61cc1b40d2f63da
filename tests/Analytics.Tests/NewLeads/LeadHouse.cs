using Dapper;
using Npgsql;
using Teg.Platform.Analytics.Figures;
using Teg.Platform.Analytics.NewLeads;
using Teg.Platform.Analytics.Organisations;
using Teg.Platform.Analytics.Rollups;
using Teg.Platform.Analytics.Tests.Rollups;
using Teg.Platform.ServiceDefaults;

namespace Teg.Platform.Analytics.Tests.NewLeads;

/// <summary>An organisation whose leads, calls and deals are written as Sync publishes them: with every day that changes by it.</summary>
public abstract class LeadHouse(AnalyticsDatabase database) : IAsyncLifetime
{
    private readonly HashSet<DateOnly> changed = [];

    private protected static readonly OrganisationSettings California = new("America/Los_Angeles", "USD");

    protected Guid Org { get; } = Guid.NewGuid();

    protected NpgsqlConnection Facts { get; private set; } = null!;

    protected NpgsqlConnection Analytics { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        DapperTypes.Register();
        Facts = await OpenAsync(database.Postgres.Owner);
        Analytics = await OpenAsync(database.Postgres.As("analytics"));
        await Facts.ExecuteAsync("insert into accounts.organisation (org_id, name, time_zone, currency) values (@Org, 'House', 'America/Los_Angeles', 'USD')", new { Org });
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Facts.DisposeAsync();
        await Analytics.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task LeadAsync(
        string email, string at, string qualification = "qualified", string stage = "new", string channel = "direct", string? source = null, string? owner = null, string board = "9002")
    {
        await TouchLeadAsync(email);
        await Facts.ExecuteAsync(
            """
            insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, utm_source, qualification, stage, owner, source_id, stream, external_id, run_id)
            values (@Org, @email, @email, 'Client', @at::timestamptz, (@at::timestamptz at time zone 'America/Los_Angeles')::date, @channel, @source, @qualification, @stage, @owner,
                    @Org, @board, @email, @Org)
            on conflict (org_id, identity) do update set
                received_at = excluded.received_at, received_day = excluded.received_day, channel = excluded.channel, utm_source = excluded.utm_source,
                qualification = excluded.qualification, stage = excluded.stage, owner = excluded.owner, stream = excluded.stream
            """, new { Org, email, at, qualification, stage, channel, source, owner, board });
        await TouchLeadAsync(email);
    }

    protected async Task CallAsync(string email, string kind)
    {
        await Facts.ExecuteAsync(
            """
            insert into warehouse.call (org_id, source_id, external_id, kind, status, starts_at, ends_at, day, invitee_email, booked_at, run_id)
            values (@Org, @Org, gen_random_uuid()::text, @kind, 'active', now(), now(), current_date, @email, now(), @Org)
            """, new { Org, email, kind });
        await TouchLeadAsync(email);
    }

    protected async Task DealAsync(string no, string email, string? closedOn, bool won = true)
    {
        await Facts.ExecuteAsync(
            """
            insert into warehouse.deal (org_id, source_id, deal_key, external_id, name, client_email, stage, is_won, amount, currency, closed_on, run_id)
            values (@Org, @Org, @no, @no, 'Deal', @email, case when @won then 'Won' else 'Lost' end, @won, 1000, 'USD', @closedOn::date, @Org)
            on conflict (org_id, source_id, deal_key) do update set is_won = excluded.is_won, closed_on = excluded.closed_on
            """, new { Org, no, email, closedOn, won });
        await TouchLeadAsync(email);
    }

    protected async Task RemoveLeadAsync(string email)
    {
        await TouchLeadAsync(email);
        await Facts.ExecuteAsync("delete from crm.lead where org_id = @Org and identity = @email", new { Org, email });
    }

    /// <summary>Works out the days that changed since the last time.</summary>
    protected async Task<int> RefreshAsync()
    {
        await Facts.ExecuteAsync(
            "insert into warehouse.changed_day (org_id, day, run_id) select @Org, day, @Org from unnest(@days) as day", new { Org, days = changed.ToArray() });
        changed.Clear();
        await using var transaction = await Analytics.BeginTransactionAsync();
        var passed = await RefreshRollups.RefreshAsync(Analytics, transaction, Org, DateTimeOffset.UnixEpoch, CancellationToken.None);
        await transaction.CommitAsync();
        return passed;
    }

    private protected Task<NewLeadsDashboard> AskAsync(string from, string to, LeadFilter? filter = null) =>
        NewLeadsDashboard.AskAsync(Analytics, Question(from, to, filter), CancellationToken.None);

    private protected static LeadQuestion Question(string from, string to, LeadFilter? filter = null) =>
        LeadQuestion.Of(filter ?? new(), new DayRange(DateOnly.Parse(from, null), DateOnly.Parse(to, null)), California);

    private async Task TouchLeadAsync(string email) =>
        changed.UnionWith(await Facts.QueryAsync<DateOnly>("select received_day from crm.lead where org_id = @Org and identity = @email", new { Org, email }));

    private async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource pool)
    {
        var connection = await pool.OpenConnectionAsync();
        await connection.ExecuteAsync("select set_config('teg.org_id', @org, false)", new { org = Org.ToString() });
        return connection;
    }
}
