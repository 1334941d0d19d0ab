-- Functions, and what uses them without their names.
set check_function_bodies = off;
create table api.logs (id int primary key, at timestamptz, note text, mood text);
create table hidden.rates (code text primary key, rate numeric);
create table public.rates (code text primary key);

-- Bodies that are parsed.
create function api.rate(c text) returns numeric stable
    return (select rate from hidden.rates where code = c);
do $$
begin
    execute 'create function api.both() returns bigint language sql stable begin atomic
        select count(*) from api.logs, hidden.rates; end';
end
$$;
create function api.parsed_claims() returns jsonb stable
    return nullif(current_setting('request.jwt.claims', true), '')::jsonb;
create function api.parsed_member() returns text stable
    return coalesce(current_setting('request.jwt.claims', true), '{}')::json ->> 'org';

-- Bodies that are texts.
create function api.text_rate(c text) returns numeric language sql stable as
    'select rate from hidden.rates where code = $1';
create function api.by_path() returns bigint language sql stable set search_path = hidden as
    'select count(*) from rates';
create function api.no_path() returns bigint language sql stable as
    'select count(*) from rates';
create function api.commented() returns text language sql stable as $$
    -- now() and current_date, from hidden.rates; execute
    /* clock_timestamp() /* nested: random() */ from api.logs */
    select 'select random() from api.logs'::text || 'x'
$$;
create function api.present() returns bigint language sql stable as
    $$ select count(*) from api.logs where at < 'now' $$;
create function api.presents() returns text language sql stable as
    $$ select 'nowhere, snow, todays' $$;
create function api.quoted_call() returns timestamptz language sql stable as
    'select "now"()';
create function api.odd_name() returns bigint language sql stable as
    'select count(*) from "hidden" . "odd.name"';
create function api.deep() returns bigint language sql stable as 'select api.deeper()';
create function api.deeper() returns bigint language sql stable as 'select api.deepest() + 1';
create function api.deepest() returns bigint language sql stable as
    'select extract(epoch from pg_catalog.now())::bigint';
create function api.loop_a() returns int language plpgsql stable as 'begin return 1; end';
create function api.loop_b() returns int language sql stable as 'select api.loop_a()';
create or replace function api.loop_a() returns int language plpgsql stable as
    'begin return (select count(*) from api.logs) + api.loop_b(); end';
create function api.whole_claims() returns json language sql stable as
    $$ select current_setting('request.jwt.claims', true)::json $$;
create function api.claims_again() returns jsonb language plpgsql stable as
    $$ begin return (select auth.jwt()); end $$;
create function api.org() returns text language sql stable as
    $$ select api.claims_again() ->> 'org' $$;
create function api.org_of_app() returns text language sql stable as
    $$ select (select auth.jwt()) -> 'app_metadata' ->> 'org' $$;
create function api.under_another_name() returns text language sql stable as
    $$ with c as (select auth.jwt() as x) select x ->> 'org' from c $$;
create function api.made_up_name(n text) returns text language sql stable as
    $$ select current_setting('app.' || n, true) $$;
create function api.tenant() returns text language sql stable as
    $$ select current_setting('App.Tenant', true) $$;
create function api.split() returns text language sql stable as
    $$ select current_setting('app.'
        'tenant') $$;
create function api.default_time(t timestamptz default now()) returns int language sql stable as
    'select 1';
create function api.sampled() returns bigint language sql stable as
    'select count(*) from api.logs tablesample system (1)';
create function api.sized() returns text language sql stable as
    'select l.ctid::text from api.logs l';
create function api.zone_of_today() returns timetz language sql stable as
    $$ select '12:00 Europe/Berlin'::timetz $$;
create function api.glued() returns bigint language sql stable as
    $$ select count(*) from api.logs where at < '_today12:00' $$;
create function api.text_dates() returns date language sql stable as
    'select note::date from api.logs';
create function api.constant_date() returns date language sql stable as
    $$ select '2020-01-01'::date $$;
create function api.made_sql(t text) returns bigint language plpgsql stable as
    $$ declare n bigint; begin execute 'select count(*) from ' || t into n; return n; end $$;
create function api.sql_given(q text) returns xml language sql stable as
    $$ select query_to_xml(q, true, true, '') $$;
create function api.simple() returns text language plpgsql stable as $$
    declare
        found_note text;
    begin
        select note into found_note from api.logs order by id limit 1;
        if found_note is null then return 'none'; end if;
        return found_note;
    end
$$;
create function api.returned_date() returns timestamptz language plpgsql stable as
    $$ begin return (select note from api.logs limit 1); end $$;
create function api.declared_date() returns text language plpgsql stable as
    $$ declare t timestamptz := (select note from api.logs limit 1); begin return t; end $$;
create function api.unicode() returns text language sql stable as
    $$ select U&"d\0061ta" from api.logs, (values ('')) v ("data") $$;
create function api.unmarked() returns int language sql as 'select 1';
create function api.liar() returns timestamptz language sql immutable as 'select now()';
create function api.fullname(api.logs) returns text language sql stable as
    'select $1.note || (select min(code) from hidden.rates)';
create function api.as_column() returns text language sql stable as
    'select l.fullname from api.logs l';
create function api.own_tables() returns bigint language sql stable as
    'select count(*) from pg_class';
create function api.standing() returns text language sql stable
    set standard_conforming_strings = off as $$ select '\'' $$;
create function api.counted(s bigint, x int) returns bigint language sql stable as
    'select s + x + (select count(*) from hidden.rates)';
create aggregate api.counting(int) (sfunc = api.counted, stype = bigint, initcond = '0');
create function public.shadow() returns int language sql volatile as 'select 1';
create function hidden.shadow() returns int language sql stable as 'select 1';
create function api.calls_shadow() returns int language sql stable as 'select shadow()';
create function api.calls_own_shadow() returns int language sql stable as
    'select hidden.shadow()';
create function public.initcap(int) returns text language sql stable as
    'select c.rate::text from hidden.rates c';
create function api.overloaded() returns text language sql stable as
    $$ select initcap(1) $$;
create function api.random_mood(text, text) returns boolean language sql volatile as
    'select random() < 0.5';
create operator api.=~= (leftarg = text, rightarg = text, function = api.random_mood);
create function api.by_operator() returns bigint language sql stable as
    $$ select count(*) from api.logs where note operator(api.=~=) 'x' $$;
create type api.code as (letters text);
create function api.to_code(text) returns api.code language sql stable as
    'select row(code)::api.code from hidden.rates where code = $1';
create cast (text as api.code) with function api.to_code(text);
create function api.is_code(text) returns boolean language sql stable as
    'select exists (select from public.rates where code = $1)';
create domain api.known_code as text check (api.is_code(value));

-- Views on them.
create view api.v_rate as select id, api.rate(note) from api.logs;
create view api.v_deep as select id, api.deep() from api.logs;
create view api.v_today as select id from api.logs where at > current_date;
create view api.v_localtime as select localtime(2) as t;
create view api.v_now as select id, now() - at as age from api.logs;
create view api.v_offset as select localtime::timetz, at::time::timetz from api.logs;
create view api.v_age as select id, age(at) from api.logs;
create view api.v_ages as select id, age(at, at) from api.logs;
create view api.v_random as select id from api.logs order by random();
create view api.v_user as select id, current_user as u, session_user as s from api.logs;
create view api.v_sample as select id from api.logs tablesample bernoulli (50);
create view api.v_ctid as select ctid, id from api.logs;
create view api.v_tableoid as select tableoid, id from api.logs;
create view api.v_operator as select id from api.logs where note operator(api.=~=) mood;
create view api.v_cast as select note::api.code from api.logs;
create view api.v_domain as select note::api.known_code from api.logs;
create view api.v_text_date as select note::timestamptz from api.logs;
create view api.v_text_range as select note::daterange[] from api.logs;
create view api.v_formats as select id, to_char(at, 'YYYY'), at + interval '1 day' as later,
    at::date as day, jsonb_build_object('a', note), string_agg(note, ',') over () from api.logs;
create view api.v_aggregate as select api.counting(id) from api.logs;
create view api.v_distinct as select distinct on (mood) mood, note from api.logs
    order by mood, note desc;
create view api.v_members as
    select (auth.jwt() -> 'a')::text || (current_setting('request.jwt.claims')::json ->> 'b')
        || (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'c')
        || (coalesce(current_setting('request.jwt.claims', true), '{}')::json ->> 'd')
        || (select (select auth.jwt()) ->> 'e') as all_of_them;
create view api.v_whole as select auth.jwt() as claims;
create view api.v_fallback as
    select coalesce(current_setting('request.jwt.claims', true)::jsonb, '{"a":1}') ->> 'a' as a;
create view api.v_keyed as
    select auth.jwt() ->> l.note as a from api.logs l;
create view api.v_parsed as
    select api.parsed_claims() ->> 'p' as p, api.parsed_member() as o;
create view api.v_setting as select current_setting('app.' || note, true) from api.logs;
create view api.v_topic as select realtime.topic() as t;
create view api.v_catalog as select relname from pg_class;
create view api.v_schema as select table_name from information_schema.tables;
create sequence api.numbers;
create view api.v_sequence as select last_value from api.numbers;
create view api.v_may as select has_table_privilege('api.logs', 'select') as may;
create view api.v_row as select l from api.logs l;
create view api.v_lateral as
    select l.id, r.rate from api.logs l, lateral (select api.rate(l.note) as rate) r;
create view api.v_union as select id from api.logs union select id from api.teams;
create view api.v_from_function as select * from api.simple() s;
create view api.v_values as select * from (values (1), (2)) v (n);
create view api.v_off as select id from api.logs;
comment on view api.v_off is 'Never mind. @cache off';
create view api.v_above_off as select id from api.v_off;
create table api.off_table (id int primary key);
comment on table api.off_table is '@cache off';

create extension file_fdw;
create server files foreign data wrapper file_fdw;
create foreign table api.file (line text) server files options (filename '/dev/null');
create view api.v_file as select count(*) from api.file;
create table api.sliced (id int, line text) partition by list (id);
create table api.slice partition of api.sliced for values in (1);
create foreign table api.file_slice partition of api.sliced for values in (2)
    server files options (filename '/dev/null');

-- Words in comments.
create function api.told() returns bigint language plpgsql stable as
    $$ declare n bigint; begin execute 'select 1' into n; return n; end $$;
comment on function api.told() is
    'Made-up SQL. @cache reads api.logs, "hidden"."odd.name" @cache claims sub, org';
create function api.told_reads() returns int language plpgsql stable as
    $$ begin execute 'select 1'; return 1; end $$;
comment on function api.told_reads() is E'First line.\n@cache reads API.Logs\nLast line.';
create function api.told_nothing() returns int language plpgsql stable as
    $$ begin execute 'select 1'; return 1; end $$;
comment on function api.told_nothing() is '@cache reads nothing @cache claims nothing';
create function api.told_wrong() returns int language sql stable as 'select 1';
comment on function api.told_wrong() is '@cache reads logs';
create function api.told_gone() returns int language sql stable as 'select 1';
comment on function api.told_gone() is '@cache reads api.gone';
create function api.told_typo() returns int language sql stable as 'select 1';
comment on function api.told_typo() is '@cache of';
create function api.told_volatile() returns int language sql volatile as 'select 1';
comment on function api.told_volatile() is '@cache reads nothing @cache claims nothing';
create function api.switched_off() returns int language sql immutable as 'select 1';
comment on function api.switched_off() is '@cache off';

-- A policy that reads another table, whose own policy calls a function that reads a third one.
create table api.first (id int primary key);
create table api.second (id int primary key, code text);
alter table api.first enable row level security;
alter table api.second enable row level security;
create policy by_second on api.first using (id in (select id from api.second));
create policy by_rate on api.second using (api.rate(code) > 1);
create table api.third (id int primary key);
alter table api.third enable row level security;
create policy by_time on api.third using (api.deep() > 0);
create view api.v_third as select * from api.third;
create table api.rowed (id int primary key, note text);
alter table api.rowed enable row level security;
create function api.may_see(api.rowed) returns boolean language sql stable as 'select true';
create policy by_row on api.rowed using (api.may_see(rowed));
create table api.closed (id int primary key);
alter table api.closed enable row level security;
create table api.half_open (id int primary key);
create policy waiting on api.half_open using (now() is not null);
