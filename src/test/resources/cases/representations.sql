-- Domains that are shown, compared and written in another form than they are kept.
create domain api.colour as integer check (value between 0 and 16777215);
create function api.json(api.colour) returns json language sql immutable as
  $$ select to_json('#' || lpad(to_hex($1), 6, '0')) $$;
create function api.colour(json) returns api.colour language sql immutable as
  $$ select ('x' || lpad(substring($1 #>> '{}' from 2), 8, '0'))::bit(32)::int::api.colour $$;
create function api.colour(text) returns api.colour language sql immutable as
  $$ select ('x' || lpad(substring($1 from 2), 8, '0'))::bit(32)::int::api.colour $$;
-- PostgreSQL warns that casts on domains are ignored in SQL; here they only name the functions.
create cast (api.colour as json) with function api.json(api.colour) as implicit;
create cast (json as api.colour) with function api.colour(json) as implicit;
create cast (text as api.colour) with function api.colour(text) as implicit;
create table api.paint (
  id integer primary key,
  tone api.colour not null default 0,
  base integer references api.paint
);
insert into api.paint values (1, 255, null), (2, 65280, 1), (3, 16711680, 1);
grant select, insert, update, delete on api.paint to case_anon, case_user;

-- Settings of a role hold for the requests that act as it.
do $$ begin
  if not exists (select from pg_roles where rolname = 'case_hasty') then
    create role case_hasty nologin;
  end if;
end $$;
grant case_hasty to case_login;
grant usage on schema api to case_hasty;
alter role case_hasty set statement_timeout to '150ms';
alter role case_hasty set default_transaction_isolation to 'repeatable read';
create function api.isolation() returns text language sql stable as
  $$ select current_setting('transaction_isolation') $$;
create function api.patience() returns text language sql stable as
  $$ select current_setting('statement_timeout') $$;
create function api.slow() returns void language sql as $$ select pg_sleep(5) $$;
create function api.strict_isolation() returns text language sql stable
  set default_transaction_isolation = 'serializable'
  as $$ select current_setting('transaction_isolation') $$;
create function api.quick() returns void language sql set statement_timeout = '100ms'
  as $$ select pg_sleep(5) $$;
