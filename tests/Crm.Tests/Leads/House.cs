namespace Teg.Platform.Crm.Tests.Leads;

/// <summary>An organisation of a test's own: what the qualifier and the boards have of it.</summary>
internal sealed class House(CrmProcess process)
{
    public Guid Org { get; } = Guid.CreateVersion7();

    public static async Task<House> OpenAsync(CrmProcess process)
    {
        var house = new House(process);
        await process.DoAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@Org, 'House', 'America/Los_Angeles', 'USD');
            insert into warehouse.campaign values (@Org, 'brand', 'Brand', 'google-ads', @Org, @Org);
            """, house);
        return house;
    }

    /// <summary>An enquiry as the qualifier has stored it.</summary>
    public async Task<Guid> EnquiryAsync(
        string? email, int? score, string day = "2026-03-02", string name = "Ann of the form", string? consent = null, string origin = "website", string? utmSource = "Google", string? utmMedium = "cpc")
    {
        var id = Guid.CreateVersion7();
        await process.DoAsync(
            """
            insert into qualifier.enquiry (org_id, id, submission, origin, received_at, received_day, name, email, project, budget, utm_source, utm_medium, utm_campaign,
                                           consent, lead_identity, decision_id, score)
            values (@Org, @id, encode(sha256(@id::text::bytea), 'hex'), @origin, (@day || ' 20:00+00')::timestamptz, @day::date, @name, @email, 'Five gowns', '$12,000',
                    @utmSource, @utmMedium, ' Brand', @consent::jsonb, coalesce(lower(@email), encode(sha256(@id::text::bytea), 'hex')), @id, @score)
            """, new { Org, id, origin, day, name, email, utmSource, utmMedium, consent, score });
        return id;
    }

    /// <summary>What the message's consumer orders.</summary>
    public Task<int> ReceiveAsync(params Guid[] enquiries) => process.AskAsAsync<int>(
        "crm", Org, "select crm.receive_enquiries(@enquiries, @channels)", new { enquiries, channels = enquiries.Select(_ => "google-ads").ToArray() });

    /// <summary>What a publishing run hands over of a board's item, or that the item is gone.</summary>
    public async Task<int> ItemAsync(string email, string? qualification, int duplicates = 0, bool removed = false)
    {
        var run = Guid.CreateVersion7();
        return await process.AskAsAsync<int>(
            "sync", Org,
            """
            insert into crm.lead_intake (org_id, run_id, identity, removed, email, name, received_at, received_day, channel, qualification, status, owner, source_id, stream, external_id, duplicates)
            values (@Org, @run, @email, @removed, @email, 'Ann of the board', '2026-03-04 20:00+00', '2026-03-04', 'referral', @qualification, 'Contacted', 'Burki', @Org, 'board', 'item-1', @duplicates);
            select count(*)::int from crm.receive_leads(@run)
            """, new { Org, run, email, qualification, removed, duplicates });
    }

    public Task<string?> LeadAsync(string columns, string identity = "ann@house.example") =>
        process.AskAsync<string?>($"select concat_ws('/', {columns}) from crm.lead where org_id = @Org and identity = @identity", new { Org, identity });

    public Task<long> LeadsAsync() => process.AskAsync<long>("select count(*) from crm.lead where org_id = @Org", this);

    public Task<string> ChangedDaysAsync() => process.AskAsync<string>("select coalesce(string_agg(distinct day::text, ' ' order by day::text), '') from warehouse.changed_day where org_id = @Org", this);
}
