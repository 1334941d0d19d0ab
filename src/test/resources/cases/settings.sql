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

-- Media type handlers.
create table api.line (id integer primary key, name text, shape text);
insert into api.line values (1, 'line-1', '(1 1, 5 5)'), (2, 'line-2', '(2 2, 6 6)');
create table api.dot (id integer primary key, name text);
insert into api.dot values (1, 'one'), (2, 'two');
create view api.dot_view as select * from api.dot;
create domain api."application/vnd.shape" as bytea;
create domain api."application/vnd.shape-twice" as api."application/vnd.shape";
create domain api."text/csv" as text;
create domain api."text/html" as text;
create domain api."application/json" as json;
create domain api."text/plain" as text;
create domain api."image/png" as bytea;
create domain api."*/*" as bytea;
create domain api."text/xml" as pg_catalog.xml;

create function api.get_shape(id integer) returns api."application/vnd.shape" language sql stable as
  $$ select convert_to(shape, 'UTF8') from api.line l where l.id = get_shape.id $$;
create function api.get_shape_twice() returns api."application/vnd.shape-twice" language sql stable as
  $$ select '\x00ff10'::bytea $$;
create function api.get_page(title text default 'none') returns api."text/html" language sql stable as
  $$ select '<h1>' || title || '</h1>' $$;
create function api.get_xml() returns api."text/xml" language sql stable as
  $$ select '<a>1</a>'::xml $$;
create function api.get_pages() returns setof api."text/html" language sql stable as
  $$ values ('<p>1</p>'), ('<p>2</p>') $$;
create function api.get_json() returns api."application/json" language sql stable as
  $$ select '{"of": "its own"}'::json $$;
create function api.get_any() returns api."*/*" language plpgsql stable as $$
declare
  wanted text := current_setting('request.headers', true)::json ->> 'accept';
begin
  if wanted = 'application/pdf' then
    raise sqlstate 'PT415' using message = 'Unsupported Media Type';
  elsif wanted = 'text/xml' then
    perform set_config('response.headers', '[{"Content-Type": "text/xml"}]', true);
  end if;
  return convert_to('<any/>', 'UTF8');
end $$;
create function api.lines() returns setof api.line language sql stable as
  $$ select * from api.line $$;
create function api.line_pairs() returns table (a integer, b text) language sql stable as
  $$ select id, name from api.line $$;

create function api.shape_next(state bytea, next api.line) returns api."application/vnd.shape"
  language sql immutable as $$ select state || convert_to(next.shape, 'UTF8') $$;
create aggregate api.shape_of(api.line) (
  initcond = '', stype = api."application/vnd.shape", sfunc = api.shape_next);

create function api.csv_next(state text, next api.line) returns api."text/csv" language sql immutable as
  $$ select state || next.id || ';' || next.name || E'\n' $$;
create function api.csv_final(data api."text/csv") returns api."text/csv" language sql as $$
  select set_config('response.headers',
    '[{"Content-Disposition": "attachment; filename=\"lines.csv\""}]', true);
  select (E'id;name\n' || data)::api."text/csv" $$;
create aggregate api.csv_of(api.line) (
  initcond = '', stype = api."text/csv", sfunc = api.csv_next, finalfunc = api.csv_final);

create function api.any_next(state bytea, next api.dot) returns api."*/*" language sql immutable as
  $$ select state || convert_to(next.name, 'UTF8') $$;
create aggregate api.any_of(api.dot) (initcond = '', stype = api."*/*", sfunc = api.any_next);

create function api.html_next(state text, next anyelement) returns api."text/html"
  language sql immutable as $$ select state || '<li>' || next::text || '</li>' $$;
create aggregate api.html_of(anyelement) (
  initcond = '', stype = api."text/html", sfunc = api.html_next);
grant select, insert, update, delete on api.line, api.dot, api.dot_view to case_anon;
