-- SEO (D5): reports of Looker Studio and Google Sheets that the organisation looks at inside its own pages.
set local role teg_owner;

create table accounts.report (
    org_id   uuid     not null references accounts.organisation (org_id) on delete cascade,
    position smallint not null check (position between 1 and 12),
    title    text     not null check (length(title) between 1 and 100),
    kind     text     not null check (kind in ('looker-studio', 'google-sheet')),
    address  text     not null check (length(address) <= 2000),
    primary key (org_id, position),
    -- The service writes the address itself from the parts of what it was given; nothing else is ever put into a frame.
    check (address like case kind when 'looker-studio' then 'https://lookerstudio.google.com/embed/reporting/%' else 'https://docs.google.com/spreadsheets/d/%' end)
);
comment on table accounts.report is 'Reports that the SEO page shows in frames, in the order they stand there.';
comment on column accounts.report.address is 'What the frame loads: the embed form of what an Admin gave.';
call warehouse.protect('accounts.report');

reset role;
