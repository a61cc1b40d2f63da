-- Google Ads: a third kind of source, its details by ad group and keyword, its clicks, and which source counts where two know a campaign's day.
set local role teg_owner;

alter table sync.source drop constraint source_kind_check, add constraint source_kind_check check (kind in ('monday', 'calendly', 'google-ads'));
alter table sync.credential drop constraint credential_vendor_check, add constraint credential_vendor_check check (vendor in ('monday', 'calendly', 'google-ads'));

alter table warehouse.ad_insights add column conversions numeric(14, 3);
comment on column warehouse.ad_insights.conversions is 'As the platform counts them, on the day of the click; unknown where the source does not say.';

create table warehouse.ad_group_insights (
    org_id      uuid           not null,
    day         date           not null,
    source_id   uuid           not null,
    ad_group_id text           not null,
    campaign    text           not null,
    ad_group    text           not null,
    spend       numeric(14, 2) not null,
    currency    char(3)        not null,
    clicks      bigint         not null,
    impressions bigint         not null,
    conversions numeric(14, 3) not null,
    run_id      uuid           not null,
    primary key (org_id, day, source_id, ad_group_id)
);
comment on table warehouse.ad_group_insights is 'What one ad group cost and brought on one day. Days that the platform has forgotten stay.';
comment on column warehouse.ad_group_insights.ad_group is 'Its name when the day was read last.';

create table warehouse.keyword_insights (
    org_id      uuid           not null,
    day         date           not null,
    source_id   uuid           not null,
    ad_group_id text           not null,
    keyword_id  text           not null,
    campaign    text           not null,
    ad_group    text           not null,
    keyword     text           not null,
    match_type  text           not null,
    spend       numeric(14, 2) not null,
    currency    char(3)        not null,
    clicks      bigint         not null,
    impressions bigint         not null,
    conversions numeric(14, 3) not null,
    run_id      uuid           not null,
    primary key (org_id, day, source_id, ad_group_id, keyword_id)
);
comment on table warehouse.keyword_insights is 'What one keyword of an ad group cost and brought on one day. Days that the platform has forgotten stay.';
comment on column warehouse.keyword_insights.match_type is 'exact, phrase or broad.';

create table warehouse.ad_click (
    org_id      uuid not null,
    gclid       text not null,
    source_id   uuid not null,
    day         date not null,
    campaign    text not null,
    ad_group_id text,
    ad_group    text,
    keyword     text,
    match_type  text,
    run_id      uuid not null,
    primary key (org_id, gclid)
);
create index ad_click_day on warehouse.ad_click (org_id, day);
comment on table warehouse.ad_click is
    'Which campaign, ad group and keyword a click came through. The platform tells it for ninety days; what was read stays. Who clicked is not in it: a lead names its click, and an erased one no longer does.';

-- By whom the spend of the platform's own campaigns is counted. Without a row the board counts where the organisation keeps one.
create table analytics.spend_choice (
    org_id uuid        primary key,
    counts text        not null check (counts in ('board', 'google-ads', 'prefer-google-ads')),
    set_at timestamptz not null,
    set_by text        not null
);
comment on table analytics.spend_choice is
    'Whose figures count for campaigns that both a board and Google Ads know: the board''s, the platform''s, or the platform''s where it has the day. Never both.';
call warehouse.protect('analytics.spend_choice');
revoke delete on analytics.spend_choice from analytics;

do $$
declare
    t regclass;
begin
    foreach t in array array['warehouse.ad_group_insights', 'warehouse.keyword_insights', 'warehouse.ad_click']::regclass[]
    loop
        call warehouse.protect(t);
        execute format('grant select on %s to analytics', t);
        -- What advertising costs and brings belongs to nobody in particular.
        execute format('create policy not_for_agents on %s as restrictive using ((select warehouse.current_role_name()) is distinct from ''Agent'')', t);
    end loop;
end
$$;
reset role;
