using Dapper;
using Npgsql;

namespace Teg.Platform.Platform.Tests.Walls;

/// <summary>An organisation with one person per role and a row in every table that pages read. Its sources are switched off, so nothing happens by itself.</summary>
internal sealed class Firm
{
    public const string Password = "couture-demo-2026";

    private Firm(string tag)
    {
        Tag = tag;
        People = RouteTable.Roles.ToDictionary(role => role, role => new Person(Guid.CreateVersion7(), $"{role.ToLowerInvariant()}@{tag}.example"), StringComparer.Ordinal);
        Campaign = $"brand-{tag}";
        Board = $"board-{tag}";
        MondaySecret = $"monday-{tag}";
        CalendlySecret = $"calendly-{tag}";
    }

    /// <summary>Stands in every text of the firm: where it is read, the firm was seen.</summary>
    public string Tag { get; }

    public Guid Id { get; } = Guid.CreateVersion7();

    public IReadOnlyDictionary<string, Person> People { get; }

    /// <summary>What the firm's agent sells under.</summary>
    public string OwnRep => $"Ines of {Tag}";

    public string OtherRep => $"Oskar of {Tag}";

    public string Campaign { get; }

    public Guid Monday { get; } = Guid.CreateVersion7();

    public string MondaySecret { get; }

    public Guid Calendly { get; } = Guid.CreateVersion7();

    public string CalendlySecret { get; }

    public Guid Run { get; } = Guid.CreateVersion7();

    /// <summary>Waits for a decision, but proposes nothing, so that accepting it is refused whoever asks.</summary>
    public Guid OpenDrift { get; } = Guid.CreateVersion7();

    public Guid DecidedDrift { get; } = Guid.CreateVersion7();

    public string Board { get; }

    public Guid Deal { get; } = Guid.CreateVersion7();

    /// <summary>The agent's.</summary>
    public Guid Call { get; } = Guid.CreateVersion7();

    /// <summary>A session of the viewer.</summary>
    public Guid Session { get; } = Guid.CreateVersion7();

    /// <summary>A device of the viewer; nothing is sent to it.</summary>
    public Guid Push { get; } = Guid.CreateVersion7();

    public Guid Invitation { get; } = Guid.CreateVersion7();

    public Guid WithdrawnInvitation { get; } = Guid.CreateVersion7();

    public Guid ApiClient { get; } = Guid.CreateVersion7();

    public Guid RevokedClient { get; } = Guid.CreateVersion7();

    public Guid RevokedSiteKey { get; } = Guid.CreateVersion7();

    /// <summary>Shared by the Admin.</summary>
    public Guid View { get; } = Guid.CreateVersion7();

    /// <summary>Shared by the Admin too.</summary>
    public Guid DeletedView { get; } = Guid.CreateVersion7();

    /// <summary>The Viewer's alone.</summary>
    public Guid OwnView { get; } = Guid.CreateVersion7();

    public Guid PrivacyRequest { get; } = Guid.CreateVersion7();

    /// <summary>Posted by a website, decided once.</summary>
    public Guid Enquiry { get; } = Guid.CreateVersion7();

    /// <summary>Over; its one enquiry moved.</summary>
    public Guid Replay { get; } = Guid.CreateVersion7();

    public Guid DeletedReplay { get; } = Guid.CreateVersion7();

    /// <summary>Over; its one row could not be judged.</summary>
    public Guid Batch { get; } = Guid.CreateVersion7();

    public Guid DeletedBatch { get; } = Guid.CreateVersion7();

    /// <summary>Ready; the agent asked for it.</summary>
    public Guid Document { get; } = Guid.CreateVersion7();

    /// <summary>Ready; not the agent's.</summary>
    public Guid OtherDocument { get; } = Guid.CreateVersion7();

    public Guid DeletedDocument { get; } = Guid.CreateVersion7();

    public Guid Image { get; } = Guid.CreateVersion7();

    /// <summary>Whose lead the firm has.</summary>
    public string Customer => $"client@{Tag}.example";

    /// <summary>As Accounts writes it: "tc_", then organisation and row.</summary>
    public string ClientId => "tc_" + System.Buffers.Text.Base64Url.EncodeToString([.. Id.ToByteArray(bigEndian: true), .. ApiClient.ToByteArray(bigEndian: true)]);

    /// <summary>Of pages that the firm has no more.</summary>
    public string FormerKey => "pk_" + System.Buffers.Text.Base64Url.EncodeToString([.. Id.ToByteArray(bigEndian: true), .. RevokedSiteKey.ToByteArray(bigEndian: true)]);

    /// <summary>What must be in no answer to another organisation: the tag and every id of the firm's rows.</summary>
    public IReadOnlyList<string> Marks { get; private set; } = [];

    public static async Task<Firm> OpenAsync(NpgsqlConnection owner)
    {
        var firm = new Firm($"firm{Guid.NewGuid():n}"[..12]);
        await owner.ExecuteAsync(
            """
            insert into accounts.organisation (org_id, name, time_zone, currency) values (@Id, 'House of ' || @Tag, 'America/Los_Angeles', 'USD')
            """, new { firm.Id, firm.Tag });
        foreach (var (role, person) in firm.People)
        {
            // Everybody has the demo's password: a hash is worth the same in another row.
            await owner.ExecuteAsync(
                """
                insert into accounts.account (id, name, user_name, normalized_user_name, email, normalized_email, email_confirmed, password_hash,
                                              security_stamp, concurrency_stamp, created_at)
                select @personId, @name, @email, upper(@email), @email, upper(@email), true, password_hash, gen_random_uuid(), gen_random_uuid(), now()
                from accounts.account where normalized_email = 'ADMIN@TEG.EXAMPLE';
                insert into accounts.membership (org_id, account_id, role, joined_at, sales_names) values (@orgId, @personId, @role, now(), @salesNames)
                """,
                new
                {
                    personId = person.Id, name = $"{role} of {firm.Tag}", email = person.Email, orgId = firm.Id, role,
                    salesNames = role == "Agent" ? new[] { firm.OwnRep } : [],
                });
        }

        await owner.ExecuteAsync(Facts, new
        {
            firm.Id, firm.Tag, firm.Monday, firm.MondaySecret, firm.Calendly, firm.CalendlySecret, firm.Run, firm.OpenDrift, firm.DecidedDrift, firm.Board, firm.Deal, firm.Call,
            firm.Campaign, firm.OwnRep, firm.OtherRep, firm.Session, firm.Push, firm.Invitation, firm.WithdrawnInvitation, viewer = firm.People["Viewer"].Id, admin = firm.People["Admin"].Id,
            firm.ApiClient, firm.RevokedClient, firm.RevokedSiteKey, firm.PrivacyRequest, firm.View, firm.DeletedView, firm.OwnView, firm.Customer, firm.Enquiry, firm.Replay, firm.DeletedReplay, firm.Batch, firm.DeletedBatch,
            firm.Document, firm.OtherDocument, firm.DeletedDocument, firm.Image, agent = firm.People["Agent"].Id,
        });
        var ids = await Tables.SqlAsync(owner, "select to_jsonb(t) ->> 'id' from {0} t where org_id = @Id and to_jsonb(t) ->> 'id' is not null");
        firm.Marks = [firm.Tag, $"{firm.Id}", .. await owner.QueryAsync<string>(ids, new { firm.Id })];
        return firm;
    }

    private const string Facts =
        """
        insert into sync.source (org_id, id, kind, name, enabled, credential, settings, webhook_secret) values
            (@Id, @Monday, 'monday', 'Monday of ' || @Tag, false, 'none', '{"boards": [], "reps": {}, "platforms": {}}', @MondaySecret),
            (@Id, @Calendly, 'calendly', 'Calendly of ' || @Tag, false, 'none', '{"kinds": {}, "reps": {}, "daysBack": 7, "daysAhead": 7}', @CalendlySecret);
        insert into sync.run (org_id, id, source_id, mode, trigger, status, requested_by, started_at, finished_at, published_at, settings_version, verdict)
        values (@Id, @Run, @Monday, 'full', 'person', 'succeeded', 'Manager of ' || @Tag, now(), now(), now(), 1, 'equal');
        insert into sync.checkpoint (org_id, run_id, stream, position, name, is_sweep, done) values (@Id, @Run, @Board, 1, 'Sales of ' || @Tag, true, true);
        insert into sync.certificate_line (org_id, run_id, position, stream, name, measure, label, source, ours)
        values (@Id, @Run, 1, @Board, 'Sales of ' || @Tag, 'rows', 'Rows', 2, 2);
        insert into sync.board (org_id, source_id, id, name, columns, run_id)
        values (@Id, @Monday, @Board, 'Sales of ' || @Tag, '[{"id": "amount", "title": "Amount", "type": "text"}]', @Run);
        insert into sync.record (org_id, source_id, stream, external_id, payload, hash, run_id, fetched_at, changed_at)
        values (@Id, @Monday, @Board, 'item-' || @Tag, jsonb_build_object('id', 'item-' || @Tag, 'name', 'Deal of ' || @Tag, 'column_values', '[]'::jsonb), gen_random_uuid(), @Run, now(), now());
        insert into sync.drift (org_id, id, source_id, run_id, stream, board_name, mapping, kind, field, expected_title, expected_type, explanation, status, found_at, resolved_at)
        values (@Id, @OpenDrift, @Monday, @Run, @Board, 'Sales of ' || @Tag, 'Sales', 'missing', 'amount', 'Amount', 'text', 'Gone.', 'open', now(), null),
               (@Id, @DecidedDrift, @Monday, @Run, @Board, 'Sales of ' || @Tag, 'Sales', 'missing', 'rep', 'Salesperson', 'text', 'Gone.', 'dismissed', now(), now());
        insert into sync.webhook_subscription (org_id, source_id, external_id, stream, event, callback_url) values (@Id, @Monday, 'hook-' || @Tag, @Board, 'change', 'http://' || @Tag);
        insert into sync.webhook_delivery (org_id, source_id, delivery_key, stream, external_id, run_id) values (@Id, @Monday, 'delivery-' || @Tag, @Board, 'item-' || @Tag, @Run);
        insert into accounts.session (org_id, id, account_id, security_stamp, started_at, refreshed_at, expires_at)
        values (@Id, @Session, @viewer, 'none', now(), now(), now() + interval '1 day');
        insert into accounts.push_subscription (org_id, id, account_id, endpoint, endpoint_hash, public_key, secret, device, created_at)
        values (@Id, @Push, @viewer, 'https://push.example/' || @Tag, sha256(convert_to(@Tag, 'UTF8')), decode(repeat('04', 65), 'hex'), '\x00', 'Device of ' || @Tag, now());
        insert into accounts.push (org_id, kind, subject, subscription_id, title, body, page, created_at, due_at, given_up)
        values (@Id, 'run-failed', @Run::text, @Push, 'Refreshing Monday of ' || @Tag || ' failed', 'Reason.', '/data', now(), now(), 'an example');
        insert into accounts.invitation (org_id, id, email, normalized_email, role, hash, invited_by, invited_at, expires_at, withdrawn_at)
        values (@Id, @Invitation, 'invited@' || @Tag || '.example', upper('invited@' || @Tag || '.example'), 'Viewer', '\x00', @admin, now(), now() + interval '7 days', null),
               (@Id, @WithdrawnInvitation, 'not@' || @Tag || '.example', upper('not@' || @Tag || '.example'), 'Viewer', '\x01', @admin, now(), now() + interval '7 days', now());
        insert into accounts.api_client (org_id, id, name, secret_hash, role, scopes, created_by, created_at, revoked_at)
        values (@Id, @ApiClient, 'Client of ' || @Tag, '\x00', 'Viewer', '{analytics:read}', @admin, now(), null),
               (@Id, @RevokedClient, 'Former client of ' || @Tag, '\x00', 'Viewer', '{analytics:read}', @admin, now(), now());
        insert into accounts.report (org_id, position, title, kind, address)
        values (@Id, 1, 'Search of ' || @Tag, 'looker-studio', 'https://lookerstudio.google.com/embed/reporting/0a1b2c3d-search');
        insert into accounts.site_key (org_id, id, name, origins, created_by, created_at, revoked_at)
        values (@Id, gen_random_uuid(), 'Site of ' || @Tag, '{https://www.example.com}', @admin, now(), null),
               (@Id, @RevokedSiteKey, 'Former site of ' || @Tag, '{https://www.example.com}', @admin, now(), now());
        insert into accounts.saved_view (org_id, id, owner_id, name, page, search, shared, created_at, changed_at)
        values (@Id, @View, @admin, 'View of ' || @Tag, 'sales', 'rep=' || @Tag, true, now(), now()),
               (@Id, @DeletedView, @admin, 'Former view of ' || @Tag, 'sales', '', true, now(), now()),
               (@Id, @OwnView, @viewer, 'Own view of ' || @Tag, 'sales', '', false, now(), now());

        insert into accounts.privacy_request (org_id, id, kind, email_digest, requested_by, at, found) values (@Id, @PrivacyRequest, 'export', '\x00', @admin, now(), '{"lead": 1}');

        insert into warehouse.campaign values (@Id, @Campaign, 'Brand of ' || @Tag, 'google-ads', @Monday, @Run);
        insert into warehouse.ad_insights values (@Id, current_date - 3, @Campaign, @Monday, 100, 'USD', 10, 100, 'ad-' || @Tag, @Run);
        insert into warehouse.ad_group_insights (org_id, day, source_id, ad_group_id, campaign, ad_group, spend, currency, clicks, impressions, conversions, run_id)
        values (@Id, current_date - 3, @Monday, 'group-' || @Tag, @Campaign, 'Core of ' || @Tag, 100, 'USD', 10, 100, 1, @Run);
        insert into warehouse.keyword_insights (org_id, day, source_id, ad_group_id, keyword_id, campaign, ad_group, keyword, match_type, spend, currency, clicks, impressions, conversions, run_id)
        values (@Id, current_date - 3, @Monday, 'group-' || @Tag, '1', @Campaign, 'Core of ' || @Tag, 'brand of ' || @Tag, 'exact', 100, 'USD', 10, 100, 1, @Run);
        insert into warehouse.ad_click (org_id, gclid, source_id, day, campaign, run_id) values (@Id, 'click-' || @Tag, @Monday, current_date - 3, @Campaign, @Run);
        insert into analytics.spend_choice values (@Id, 'board', now(), 'Admin of ' || @Tag);
        insert into warehouse.deal (org_id, id, source_id, deal_key, external_id, deal_no, name, client, client_email, rep, category, stage, is_won, amount, currency, closed_on, run_id)
        select @Id, case rep when @OwnRep then @Deal else gen_random_uuid() end, @Monday, rep, rep, rep, 'Deal of ' || rep, 'Client of ' || rep, rep, rep,
               'Production', 'Won', true, 1000, 'USD', current_date - 3, @Run
        from unnest(array[@OwnRep, @OtherRep]) rep;
        insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, campaign, qualification, owner, source_id, stream, external_id, run_id)
        select @Id, rep, rep, 'Client of ' || rep, now() - interval '9 days', current_date - 9, 'google-ads', @Campaign, 'qualified', rep, @Monday, @Board, rep, @Run
        from unnest(array[@OwnRep, @OtherRep]) rep;
        insert into crm.lead (org_id, identity, email, name, received_at, received_day, channel, campaign, qualification, owner, source_id, stream, external_id, run_id)
        values (@Id, @Customer, @Customer, 'Client of ' || @OwnRep, now() - interval '9 days', current_date - 9, 'google-ads', @Campaign, 'qualified', @OwnRep, @Monday, @Board, @Customer, @Run);
        insert into warehouse.call (org_id, id, source_id, external_id, kind, status, starts_at, ends_at, day, rep, invitee_name, booked_at, run_id)
        select @Id, case rep when @OwnRep then @Call else gen_random_uuid() end, @Calendly, rep, 'intro', 'active', now() - interval '3 days', now() - interval '3 days', (now() at time zone 'America/Los_Angeles')::date - 3, rep, 'Client of ' || rep,
               now() - interval '3 days', @Run
        from unnest(array[@OwnRep, @OtherRep]) rep;
        insert into warehouse.call_event (org_id, call_id, at, kind, external_id, starts_at)
        select org_id, id, booked_at, 'booked', external_id, starts_at from warehouse.call where org_id = @Id;

        insert into qualifier.enquiry (org_id, id, submission, origin, received_at, received_day, name, email, company, project, budget, counted, lead_identity, decision_id, score, decided_at)
        values (@Id, @Enquiry, encode(sha256(@Enquiry::text::bytea), 'hex'), 'website', now() - interval '9 days', current_date - 9, 'Client of ' || @OwnRep, @Customer, 'House of ' || @Tag,
                'Five gowns of ' || @Tag, '$12,000', jsonb_build_object('budget', '$12,000', 'Occasion', 'Gala of ' || @Tag), @Customer, @Enquiry, 3, now() - interval '9 days');
        insert into qualifier.decision (org_id, id, enquiry_id, kind, final_score, reason, rules_version, prompt_version, latency_ms, tokens_in, tokens_out, cost_usd, decided_at)
        values (@Id, @Enquiry, @Enquiry, 'first', 3, 'In range for ' || @Tag, 0, '1', 1, 1, 1, 0, now() - interval '9 days');
        insert into qualifier.daily_outcome values (@Id, current_date - 9, 'website', 'budget', '$12,000', 3, 1), (@Id, current_date - 9, 'website', 'Occasion', 'Gala of ' || @Tag, 3, 1);
        insert into qualifier.rule_set (org_id, version, content, note)
        values (@Id, 1, '{"thresholds":{"capBelowBudget":5000,"capBelowStyles":5,"liftFromBudget":10000,"liftToBudget":20000,"currency":"USD","rates":{}},
                          "pages":{"thankYou":"https://www.example.com/thanks","letsChat":"https://calendly.com/example/chat","introCall":"https://calendly.com/example/intro"},
                          "promptVersion":null}', 'Rules of ' || @Tag);
        insert into qualifier.job (org_id, id, kind, name, state, settings, total, done, failed, estimated_cost_usd, cost_limit_usd, requested_by)
        select @Id, j.id, j.kind, j.kind || ' of ' || @Tag, 'succeeded',
               case j.kind
                   when 'replay' then jsonb_build_object('from', '2026-01-01', 'to', '2026-01-31', 'thresholds', r.content -> 'thresholds')
                   else jsonb_build_object('format', 'csv', 'headers', jsonb_build_array('Project of ' || @Tag), 'rulesVersion', 1, 'rules', r.content,
                                           'columns', '{"name":-1,"email":-1,"project":0,"budget":-1,"styles":-1}'::jsonb)
               end, 1, (j.kind = 'replay')::int, (j.kind = 'batch')::int, 0, 1, 'Manager of ' || @Tag
        from (values (@Replay, 'replay'), (@DeletedReplay, 'replay'), (@Batch, 'batch'), (@DeletedBatch, 'batch')) j (id, kind)
        cross join qualifier.rule_set r
        where r.org_id = @Id;
        insert into qualifier.replay_row (org_id, job_id, position, enquiry_id, decision_id, waiting, old_score, new_score, rules, reason)
        values (@Id, @Replay, 1, @Enquiry, @Enquiry, false, 3, 2, '[]', 'Not in range for ' || @Tag);
        insert into qualifier.batch_row (org_id, job_id, row_number, state, cells, problem, way_out)
        values (@Id, @Batch, 2, 'failed', jsonb_build_array('Gowns of ' || @Tag), 'Not for ' || @Tag, 'None.');
        insert into documents.file (org_id, hash, media_type, bytes, content)
        select @Id, encode(sha256(content), 'hex'), 'application/pdf', length(content), content from convert_to('%PDF-1.7 of ' || @Tag, 'UTF8') content;
        insert into documents.image (org_id, id, hash, name, width, height, origin) select org_id, @Image, hash, 'Picture of ' || @Tag, 1, 1, 'upload' from documents.file where org_id = @Id;
        insert into documents.document (org_id, id, kind, title, state, inputs, snapshot, prices, snapshot_hash, request_key, series_id, version, owner_id, requested_by, requested_by_name)
        select @Id, d.id, 'deck', 'Deck of ' || d.rep, 'ready', '{}', '{}',
               jsonb_build_object('lines', jsonb_build_array(jsonb_build_object('name', 'Gown of ' || d.rep, 'quantity', 1, 'unitPrice', 1, 'amount', 1, 'free', false)),
                                  'subtotal', 1, 'discount', 0, 'total', 1, 'currency', 'USD', 'complimentary', 0),
               repeat('0', 64), d.id::text, d.id, 1, d.owner, d.owner, d.rep
        from (values (@Document, @OwnRep, @agent), (@OtherDocument, @OtherRep, @admin), (@DeletedDocument, @OtherRep, @admin)) d (id, rep, owner);
        insert into documents.document_file (org_id, document_id, format, hash, name)
        select d.org_id, d.id, 'pdf', f.hash, 'Deck.pdf' from documents.document d join documents.file f using (org_id) where d.org_id = @Id;
        insert into documents.signature (org_id, document_id, state, step, vendor_name, subject, requested_by, requested_by_name, finished_at, next_at)
        values (@Id, @Document, 'completed', null, 'Deck of ' || @Tag, 'Deck of ' || @Tag, @agent, @OwnRep, now(), null);
        insert into documents.signature_signer (org_id, document_id, position, role, name, email, state) values (@Id, @Document, 1, 'Client', 'Signer of ' || @Tag, 'signer@' || @Tag || '.example', 'signed');
        insert into documents.signature_event (org_id, document_id, key, kind, detail) values (@Id, @Document, 'requested:1', 'requested', @Tag);
        insert into documents.slides_copy (org_id, document_id, state, vendor_name, vendor_id, url, requested_by, finished_at, next_at)
        values (@Id, @Document, 'ready', 'Deck of ' || @Tag, 'file', 'https://docs.google.com/presentation/d/' || @Tag || '/edit', @agent, now(), null);
        insert into documents.price_list (org_id, version, content, note, created_by, created_by_name)
        values (@Id, 1, jsonb_build_object('name', 'Prices of ' || @Tag, 'currency', 'USD', 'house', '{}'::jsonb, 'complexities', '[]'::jsonb, 'items', '[]'::jsonb, 'services', '[]'::jsonb,
                                           'packages', jsonb_build_array(jsonb_build_object('code', 'package-' || @Tag, 'name', 'Package of ' || @Tag, 'summary', '', 'pricePerStyle', 1, 'includes', '[]'::jsonb))),
                'Prices of ' || @Tag, @admin, 'Manager of ' || @Tag);
        insert into crm.lead_enquiry values (@Id, @Enquiry, @Customer, now() - interval '9 days', 'google-ads', 'qualified', null);

        insert into analytics.daily_marketing (org_id, day, channel, campaign, spend, impressions, clicks, leads, qualified, deals, revenue)
        values (@Id, current_date - 3, 'google-ads', @Campaign, 100, 100, 10, 2, 2, 2, 2000);
        insert into analytics.daily_sales (org_id, day, rep, category, channel, deals, revenue)
        select @Id, current_date - 3, rep, 'Production', 'google-ads', 1, 1000 from unnest(array[@OwnRep, @OtherRep]) rep;
        insert into analytics.lead_course (org_id, lead_id, day, owner, stage, is_lost) select org_id, id, received_day, owner, 'contacted', false from crm.lead where org_id = @Id;
        insert into analytics.daily_leads (org_id, day, board, channel, campaign, source, medium, owner, qualification, stage, is_lost, leads)
        select org_id, received_day, stream, channel, campaign, '(none)', '(none)', owner, qualification, 'contacted', false, count(*) from crm.lead where org_id = @Id group by 1, 2, 3, 4, 5, 8, 9;
        insert into analytics.daily_sales_marks (org_id, kept_by, kept, mark, span, day, value, deals, revenue)
        select @Id, k.kept_by, k.kept, m.mark, s.span, s.day, m.value, 1, 1000
        from (values ('day', current_date - 3), ('month', date_trunc('month', current_date - 3)::date)) s (span, day),
             (values ('', ''), ('rep', @OwnRep), ('rep', @OtherRep)) k (kept_by, kept), (values ('all', ''), ('rep', @OwnRep), ('rep', @OtherRep)) m (mark, value)
        where k.kept_by = '' or m.value in ('', k.kept);
        insert into analytics.daily_lead_marks (
            org_id, kept_by, kept, mark, span, day, value, received, leads, qualified, unsure, unjudged, rejected, spam, contacted, call_booked, design_review, proposal, closed, lost)
        select @Id, k.kept_by, k.kept, m.mark, s.span, s.day, m.value, 3, 3, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0
        from (values ('day', current_date - 9), ('month', date_trunc('month', current_date - 9)::date)) s (span, day),
             (values ('', ''), ('owner', @OwnRep), ('owner', @OtherRep)) k (kept_by, kept),
             (values ('all', ''), ('campaign', @Campaign), ('board', @Board), ('owner', @OwnRep), ('owner', @OtherRep)) m (mark, value)
        where k.kept_by = '' or m.mark <> 'owner' or m.value = k.kept;
        insert into analytics.daily_call_marks (
            org_id, kept_by, kept, mark, span, day, kind, value, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days)
        select @Id, k.kept_by, k.kept, m.mark, s.span, s.day, 'intro', m.value, 1, 1, 0, 0, 0, 0, 0, array_fill(0, array[15])
        from (select (now() at time zone 'America/Los_Angeles')::date - 3) d (day) cross join lateral (values ('day', d.day), ('month', date_trunc('month', d.day)::date)) s (span, day),
             (values ('', ''), ('rep', @OwnRep), ('rep', @OtherRep)) k (kept_by, kept),
             (values ('all', ''), ('campaign', @Campaign), ('rep', @OwnRep), ('rep', @OtherRep)) m (mark, value)
        where k.kept_by = '' or m.mark <> 'rep' or m.value = k.kept;
        insert into analytics.daily_calls (org_id, day, kind, rep, channel, campaign, utm_source, hour, booked, active, no_show, canceled, canceled_by_invitee, canceled_by_host, rescheduled, lead_days)
        select @Id, (now() at time zone 'America/Los_Angeles')::date - 3, 'intro', rep, 'google-ads', @Campaign, '', 9, 1, 1, 0, 0, 0, 0, 0, array_fill(0, array[15]) from unnest(array[@OwnRep, @OtherRep]) rep;
        insert into analytics.progress (org_id, as_of) values (@Id, now())
        """;
}

internal sealed record Person(Guid Id, string Email);

/// <summary>Every tenant table there is, asked of the database itself.</summary>
internal static class Tables
{
    private const string Tenant =
        """
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_temp%'
        order by 1
        """;

    /// <param name="query">With {0} for the table; the answers of all tables are put together.</param>
    public static async Task<string> SqlAsync(NpgsqlConnection owner, string query) =>
        string.Join(" union all ", (await owner.QueryAsync<string>(Tenant)).Select(table => query.Replace("{0}", table, StringComparison.Ordinal)));

    /// <summary>Table by table how many rows an organisation has and what is in them.</summary>
    public static async Task<IReadOnlyList<string>> ChecksumsAsync(NpgsqlConnection owner, Guid organisation)
    {
        var sql = await SqlAsync(owner, "select '{0}' || ': ' || count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {0} t where org_id = @organisation");
        return (await owner.QueryAsync<string>(sql, new { organisation })).AsList();
    }
}
