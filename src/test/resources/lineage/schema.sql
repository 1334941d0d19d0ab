-- One of everything that decides what an answer comes from.
do $$
begin
    if not exists (select from pg_roles where rolname = 'lineage_reader') then
        create role lineage_reader;
    end if;
end
$$;
create schema api;
create schema hidden;
create schema auth;
create schema realtime;

-- The functions of Supabase, as they are written there and here.
create function auth.uid() returns uuid language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
    )::uuid
$$;
create function auth.jwt() returns jsonb language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create function auth.role() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
$$;
create function realtime.topic() returns text language sql stable as $$
    select nullif(current_setting('realtime.topic', true), '')
$$;

create table api.people (id int primary key, owner uuid, team int, name text, born timestamptz);
create table api.teams (id int primary key, name text, secret boolean);
create table api.members (team int, person uuid, primary key (team, person));
create table api.notes (id int, body text);
create table api.everything (id int primary key, body text);
alter table api.everything replica identity full;
create unlogged table api.quick (id int primary key);
create table hidden.ground (id int primary key, parent int);
create table hidden."odd.name" (id int primary key);

alter table api.people enable row level security;
create policy mine on api.people for select to lineage_reader using (owner = (select auth.uid()));
create policy ours on api.people as restrictive for all
    using (exists (select from api.members m where m.team = people.team and m.person = auth.uid()));
create policy writing on api.people for insert with check (name <> current_date::text);
alter table api.members enable row level security;
create policy tenants on api.members
    using (person::text = auth.jwt() ->> 'tenant' or auth.role() = 'admin');
create policy everyone on api.teams using (not secret);

create table api.events (id int, day date, primary key (id, day)) partition by range (day);
create table api.events_2024 partition of api.events
    for values from ('2024-01-01') to ('2025-01-01');
create table hidden.events_2025 partition of api.events
    for values from ('2025-01-01') to ('2026-01-01');
create table hidden.heir (extra int) inherits (hidden.ground);

create view api.people_names as select id, name from api.people;
create view api.invoked with (security_invoker) as select * from api.people_names;
create view api.odd as select * from hidden."odd.name";
create view api.grounds as
    with recursive g as (
        select id from hidden.ground where parent is null
        union all select c.id from hidden.ground c join g on g.id = c.parent)
    select g.id, (select count(*) from api.teams) as teams from g;
create materialized view api.snapshot as select * from api.teams;
create view api.over_snapshot as select * from api.snapshot;
create view api.events_view as select * from api.events;
