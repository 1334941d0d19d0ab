-- What the cases of single settings need beside schema.sql.
create function api.moment() returns timestamptz language sql stable as
  $$ select '2023-10-18 12:37:59.611+00'::timestamptz $$;
create table api.moment (id integer primary key, at timestamptz);
insert into api.moment values (1, '2023-10-18 12:37:59.611+00');
grant select, insert, update, delete on api.moment to case_anon;

-- Several schemas.
create table other.box (id integer primary key, label text);
create table other.part (id integer primary key, box_id integer references other.box, name text);
create table other.invoice (id integer primary key, client_id integer references api.client);
create table api.parcel (id integer primary key, box_id integer references other.box);
create table other.client (id integer primary key, name text default 'of the other schema');
create function other.twice(n integer) returns integer language sql immutable as
  $$ select 2 * n $$;
create function other.boxes() returns setof other.box language sql stable as
  $$ select * from other.box $$;
create function other.path() returns text language sql stable as
  $$ select current_setting('search_path') $$;
create function api.path() returns text language sql stable as
  $$ select current_setting('search_path') $$;
insert into other.box values (1, 'red'), (2, 'blue');
insert into other.part values (1, 1, 'lid'), (2, 1, 'wall');
insert into other.invoice values (1, 1);
insert into other.client values (1, 'elsewhere');
insert into api.parcel values (1, 1);
grant select, insert, update, delete on all tables in schema other to case_anon;
grant select on api.parcel to case_anon;

-- Settings of the application, and what is on the extra search path.
create schema "ex ""tra";
grant usage on schema "ex ""tra" to case_anon;
create function "ex ""tra".extra_one() returns integer language sql immutable as $$ select 1 $$;
create function api.uses_extra() returns integer language plpgsql stable as
  $$ begin return extra_one(); end $$;
create function api.app_setting(name text) returns text language sql stable as
  $$ select current_setting('app.settings.' || name, true) $$;

-- What runs before every request.
create function hidden.before() returns void language plpgsql as $$
declare
  headers json := current_setting('request.headers', true)::json;
begin
  if headers ->> 'x-refuse' is not null then
    raise insufficient_privilege using message = headers ->> 'x-refuse';
  end if;
  if headers ->> 'x-become' is not null then
    execute format('set local role %I', headers ->> 'x-become');
  end if;
  if headers ->> 'x-status' is not null then
    perform set_config('response.status', headers ->> 'x-status', true);
  end if;
  perform set_config('response.headers', json_build_array(
    json_build_object('X-Before', current_setting('request.method') || ' '
      || current_setting('request.path')))::text, true);
end $$;
create function api.me() returns text language sql stable as $$ select current_user::text $$;
grant usage on schema hidden to case_anon, case_user;
