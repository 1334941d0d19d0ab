-- The schema that the dialect's cases run against: one table for each kind of relationship, type and
-- handler. Roles are those of schema.sql.
do $$ begin
  if not exists (select from pg_roles where rolname = 'case_anon') then
    create role case_anon nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'case_user') then
    create role case_user nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'case_login') then
    create role case_login login noinherit password 'case';
  end if;
end $$;
grant case_anon, case_user to case_login;
create schema api; create schema v2; create schema priv; create schema "Weird Schema"; create schema ext;
grant usage on schema api, v2, "Weird Schema", ext to case_anon, case_user;
set search_path = api, public;

-- basic ------------------------------------------------------------
create table country (code text primary key, name text not null, area numeric);
create table city (id int primary key, name text not null, country_code text references country, population bigint, twin_id int references city);
create table client (id int primary key, name text not null);
create table project (id int primary key, name text not null, client_id int references client);
create table task (id int primary key, name text, project_id int references project, hours numeric, due date);
create table usr (id int primary key, name text, settings jsonb, arr int[]);
create table usr_task (user_id int references usr, task_id int references task, primary key(user_id, task_id));
create table usr_project (user_id int references usr, project_id int references project, primary key(user_id, project_id));
create table detail (project_id int primary key references project, budget money, note text);
create table comment (id int primary key, commenter_id int not null, user_id int not null, task_id int not null, content text,
   foreign key (task_id, user_id) references usr_task(task_id, user_id) deferrable);
alter table comment add constraint c_commenter foreign key (commenter_id) references usr(id);
-- multiple FKs
create table address (id int primary key, street text);
create table orders (id int primary key, name text, billing_address_id int constraint billing references address, shipping_address_id int constraint shipping references address, total numeric);
-- composite
create table site (region text, num int, name text, primary key (region, num));
create table sensor (id int primary key, site_region text, site_num int, label text, backup_region text, backup_num int,
  constraint sensor_site foreign key (site_region, site_num) references site(region, num),
  constraint sensor_backup foreign key (backup_region, backup_num) references site(region, num));
-- self m2m
create table person (id int primary key, name text, boss_id int constraint person_boss references person, mentor_id int constraint person_mentor references person);
create table friendship (a int references person, b int references person, since date, primary key (a,b));
-- one to one
create table student (id int, code text, name text, primary key (id, code));
create table student_info (id int, code text, address text, primary key (id, code), foreign key (id, code) references student on delete cascade);
create table first_t (id int primary key, name text);
create table second_t (id int primary key, first_id int unique references first_t, name text);
-- partition
create table car_model (name text, year int, primary key (name, year)) ;
create table car_sale (id int, model_name text, model_year int, sold date not null, primary key (id, sold), foreign key (model_name, model_year) references car_model(name, year)) partition by range (sold);
create table car_sale_2020 partition of car_sale for values from ('2020-01-01') to ('2021-01-01');
create table car_sale_2021 partition of car_sale for values from ('2021-01-01') to ('2022-01-01');
create table plate (id int primary key, sale_id int, sale_sold date, foreign key (sale_id, sale_sold) references car_sale(id, sold));
-- views
create view city_view as select id, name, country_code, population from city;
create view city_view2 as select id as city_id, name as city_name, country_code as cc from city_view;
create view country_view as select code, name from country;
create view project_view as select p.id, p.name, p.client_id, c.name as client_name from project p join client c on c.id = p.client_id;
create materialized view project_mat as select id, name, client_id from project;
create view usr_task_view as select user_id, task_id from usr_task;
create view active_task as select id, name, project_id from task where hours > 1;
create view non_upd as select count(*) as n, name from client group by name;
create view client_ins as select id, name from client;
create function client_ins_f() returns trigger language plpgsql as $$ begin insert into api.client values (new.id, upper(new.name)); return new; end $$;
create view client_trg as select id, name, 1 as one from (select distinct id, name from client) x;
create trigger client_trg_t instead of insert on client_trg for each row execute function client_ins_f();
create view union_view as select id, name from client union all select id, name from project;
create view cte_view as with c as (select id, name, client_id from project) select * from c;
-- types
create type mood as enum ('sad', 'ok', 'happy');
create domain pos as int check (value > 0);
create type point2 as (x int, y int);
create type nested as (p point2, label text);
create table kinds (id int primary key, m mood default 'ok', p pos, pt point2, ne nested, pts point2[], tags text[], nums int[], r int4range, mr int4multirange, dr daterange, tr tstzrange,
  j json, jb jsonb, ts tsvector, t text, b boolean, n numeric, f float8, d date, tsz timestamptz, tt timestamp, u uuid, by bytea, i interval, ip inet, c char(5), vc varchar(10), x xml, bt bit(4), l bigint, moods mood[]);
create table defaults_t (id serial primary key, a text default 'A', b int default 7, c timestamptz default '2020-01-01', g int generated always as (id * 2) stored, e text not null default 'E');
create table ident (id int primary key generated always as identity, name text);
create table ident_d (id int primary key generated by default as identity, name text);
create table no_pk (a int, b text);
create table pk_uniq (id int primary key, code text unique, v text, n int);
create table comp (k1 int, k2 text, v text default 'dv', n int, primary key (k1, k2));
create table single_u (name text unique, value int);
create table only_pk (id int primary key);
create table items (id bigserial primary key);
create table vtbl (id int primary key, name text, "Ünï" text, "with space" int, "a.b" text, "q""uote" text, "(par)" text, "a:b" text, "select" text, "order" int, ":arr->ow::cast" text, "a,b" text, "-dash" text, "or" text, "not" text);
create table "Weird Table" (id int primary key, "Col A" text, parent int references "Weird Table");
create table "مورد" (id int primary key, "هویت" text);
create table fulltext_t (id int primary key, ts tsvector, t text, j json, jb jsonb);
create table geo_no (id int);
create table ro (id int primary key, v text);
create table hidden_col (id int primary key, pub text, secret text);
create table denied (id int primary key);
create table rls (id int primary key, owner text, body text);
alter table rls enable row level security;
create policy rls_p on rls for all using (owner = current_setting('request.jwt.claims', true)::json->>'sub') with check (owner = current_setting('request.jwt.claims', true)::json->>'sub');
create table checks (id int primary key, n int constraint n_small check (n < 100), m int not null, ref int references checks);
create table trg (id int primary key, a text, log text);
create function trg_f() returns trigger language plpgsql as $$ begin
  if tg_op <> 'DELETE' then
    if new.a = 'status' then perform set_config('response.status','205',true); end if;
    if new.a = 'headers' then perform set_config('response.headers','[{"X-Trg": "yes"}]',true); end if;
    if new.a = 'raise' then raise exception 'no thanks' using errcode='PT409', detail='dd', hint='hh'; end if;
    new.log = tg_op;
    return new; end if; return old; end $$;
create trigger trg_t before insert or update or delete on trg for each row execute function trg_f();
create table js (id int primary key, data json, datab jsonb, settings jsonb);
create table big (id int primary key, v text);
create table empty_t (id int primary key, v text);
create table part_del (id int primary key, a int, b text);
create table with_void (id int primary key);
create table web_content (id int primary key, name text, p_web_id int references web_content);
create table limited (id int primary key);
create table tz (id int primary key, t timestamptz);
create table being (being int primary key); create table descendant (descendant int primary key, being int references being);
create table parts (p int primary key); create table being_part (being int references being, part int references parts, primary key (being, part));
-- ambiguous m2m
create table actor (id int primary key, name text);
create table film (id int primary key, title text, year int, rating numeric, director_id int);
create table director (id int primary key, name text);
alter table film add constraint film_director foreign key (director_id) references director;
create table role_ (actor_id int references actor, film_id int references film, character text, primary key (actor_id, film_id));
create table nomination (actor_id int references actor, film_id int references film, prize text, primary key (actor_id, film_id));
-- fk between hidden schema
create table priv.secret (id int primary key, city_id int references city);
create table priv.junction (actor_id int references actor, being int references being, primary key (actor_id, being));
create table v2.thing (id int primary key, label text, city_id int references city);
create table v2.child (id int primary key, thing_id int references v2.thing, n int);
create table v2.client (id int primary key, name text);
create table "Weird Schema"."T" (id int primary key, v text);
-- computed
create function full_label(client) returns text language sql immutable as $$ select $1.id || ':' || $1.name $$;
create function always_true(client) returns boolean language sql immutable as $$ select true $$;
create function comp_projects(client) returns setof project language sql stable as $$ select * from api.project where client_id = $1.id $$;
create function comp_client(project) returns setof client rows 1 language sql stable as $$ select * from api.client where id = $1.client_id $$;
create function comp_films(director) returns setof film language sql stable as $$ select * from api.film where director_id = $1.id $$;
create function first_film(director) returns film language sql stable as $$ select * from api.film where director_id = $1.id order by id limit 1 $$;
create function task(client) returns setof task language sql stable as $$ select t.* from api.task t join api.project p on p.id = t.project_id where p.client_id = $1.id $$;
create function json_col(client) returns jsonb language sql stable as $$ select jsonb_build_object('id', $1.id, 'n', jsonb_build_object('m', $1.name)) $$;
-- functions
create function add_them(a int, b int) returns int language sql immutable as $$ select a+b $$;
create function sayhello(name text default 'world') returns text language sql stable as $$ select 'Hello, ' || name $$;
create function noargs() returns text language sql stable as $$ select 'none' $$;
create function volatile_ret(v int) returns int language sql volatile as $$ select v $$;
create function ret_void() returns void language sql as $$ select 1 $$;
create function ret_null() returns text language sql immutable as $$ select null::text $$;
create function ret_setof_int(n int) returns setof int language sql stable as $$ select generate_series(1, n) $$;
create function ret_table() returns table (i int, v text) language sql stable as $$ values (1,'a'),(2,'b'),(3,null) $$;
create function ret_table1() returns table (i int) language sql stable as $$ values (1),(2) $$;
create function ret_out(out x int, out y text) language sql stable as $$ select 1, 'why' $$;
create function ret_out1(out x int) language sql stable as $$ select 1 $$;
create function ret_inout(inout a int, inout b int) language sql stable as $$ select a+1, b+1 $$;
create function ret_inout1(inout a int) language sql stable as $$ select a+1 $$;
create function ret_setof_out(out a int, out b text) returns setof record language sql stable as $$ values (1,'x'),(2,'y') $$;
create function ret_record() returns record language sql stable as $$ select 1 as a, 'b'::text as b $$;
create function ret_setof_record() returns setof record language sql stable as $$ values (1,'x') $$;
create function ret_row(id int) returns project language sql stable as $$ select * from api.project p where p.id = ret_row.id $$;
create function ret_rows() returns setof project language sql stable as $$ select * from api.project $$;
create function ret_rows1() returns setof project rows 1 language sql stable as $$ select * from api.project where id = 1 $$;
create function ret_composite() returns point2 language sql stable as $$ select (1,2)::api.point2 $$;
create function ret_setof_composite() returns setof point2 language sql stable as $$ values (1,2),(3,4) $$;
create function ret_enum(m mood) returns mood language sql stable as $$ select m $$;
create function ret_domain(v pos) returns pos language sql stable as $$ select v $$;
create function ret_array() returns int[] language sql stable as $$ select array[1,2,3] $$;
create function ret_jsonb() returns jsonb language sql stable as $$ select '{"a": [1, 2]}'::jsonb $$;
create function ret_json_null() returns json language sql stable as $$ select null::json $$;
create function ret_bool() returns boolean language sql stable as $$ select true $$;
create function ret_date(d date) returns date language sql stable as $$ select d $$;
create function ret_tsr() returns tstzrange language sql stable as $$ select '[2020-01-01,2020-01-02)'::tstzrange $$;
create function ret_empty_rows() returns setof project language sql stable as $$ select * from api.project where false $$;
create function ret_null_row() returns project language sql stable as $$ select null::api.project $$;
create function ret_xml() returns xml language sql stable as $$ select '<a>1</a>'::xml $$;
create function variadic_t(variadic v text[] default '{}') returns text[] language sql immutable as $$ select v $$;
create function variadic_i(a int, variadic v int[]) returns int language sql immutable as $$ select a + coalesce((select sum(x)::int from unnest(v) x),0) $$;
create function arr_arg(a int[]) returns int[] language sql immutable as $$ select a $$;
create function arr_txt(a text[]) returns text[] language sql immutable as $$ select a $$;
create function json_arg(j json) returns json language sql immutable as $$ select j $$;
create function jsonb_arg(j jsonb) returns jsonb language sql immutable as $$ select j $$;
create function unnamed_json(json) returns json language sql immutable as $$ select $1 $$;
create function unnamed_jsonb(jsonb) returns jsonb language sql immutable as $$ select $1 $$;
create function unnamed_text(text) returns text language sql immutable as $$ select $1 $$;
create function unnamed_bytea(bytea) returns bytea language sql immutable as $$ select $1 $$;
create function unnamed_xml(xml) returns xml language sql immutable as $$ select $1 $$;
create function unnamed_int(int) returns int language sql immutable as $$ select $1 $$;
create function unnamed_over() returns text language sql immutable as $$ select 'no' $$;
create function unnamed_over(json) returns text language sql immutable as $$ select 'json' $$;
create function unnamed_over(text) returns text language sql immutable as $$ select 'text' $$;
create function unnamed_over(x int, y int) returns text language sql immutable as $$ select 'x,y' $$;
create function over_a(a int) returns text language sql immutable as $$ select 'a' $$;
create function over_a(a int, b text) returns text language sql immutable as $$ select 'a,b' $$;
create function over_a(a int, b text, c int default 3) returns text language sql immutable as $$ select 'a,b,c' $$;
create function over_t(a int) returns text language sql immutable as $$ select 'int' $$;
create function over_t(a text) returns text language sql immutable as $$ select 'text' $$;
create function over_d(a int, b int default 1) returns text language sql immutable as $$ select 'b' $$;
create function over_d(a int, c text default 'x') returns text language sql immutable as $$ select 'c' $$;
create function get_person(id int) returns setof person language sql stable as $$ select * from api.person p where p.id = get_person.id $$;
create function get_person() returns setof person language sql stable as $$ select * from api.person p $$;
create function ins_client(id int, name text) returns client language sql volatile as $$ insert into api.client values (id, name) returning * $$;
create function ins_item() returns setof items language sql volatile as $$ insert into api.items default values returning * $$;
create function del_items() returns setof items language sql volatile as $$ delete from api.items where id <= 3 returning * $$;
create function raise_pt(s text) returns text language plpgsql as $$ begin raise sqlstate 'PT402' using message='Payment Required', detail='Quota exceeded', hint='Upgrade'; end $$;
create function raise_any(code text, message text default 'm', detail text default null, hint text default null) returns text language plpgsql stable as $$ begin
  raise exception using errcode = code, message = message, detail = coalesce(detail,''), hint = coalesce(hint,''); end $$;
create function raise_pgrst(m text, d text) returns text language plpgsql stable as $$ begin raise sqlstate 'PGRST' using message = m, detail = d; end $$;
create function raise_plain() returns text language plpgsql stable as $$ begin raise exception 'plain'; end $$;
create function set_status(s text) returns text language plpgsql as $$ begin perform set_config('response.status', s, true); return 'x'; end $$;
create function set_headers(h text) returns text language plpgsql as $$ begin perform set_config('response.headers', h, true); return 'x'; end $$;
create function set_void_status(s text) returns void language plpgsql as $$ begin perform set_config('response.status', s, true); end $$;
create function get_guc(n text) returns text language sql stable as $$ select current_setting(n, true) $$;
create function sp() returns text language sql stable as $$ select current_setting('search_path') $$;
create function who() returns text language sql stable as $$ select current_user::text $$;
create function iso() returns text language sql stable as $$ select current_setting('transaction_isolation') $$;
create function iso_s() returns text language sql stable set default_transaction_isolation = 'serializable' as $$ select current_setting('transaction_isolation') $$;
create function ro_mode() returns text language sql stable as $$ select current_setting('transaction_read_only') $$;
create function ro_mode_v() returns text language sql volatile as $$ select current_setting('transaction_read_only') $$;
create function st_to() returns text language sql stable set statement_timeout = '7s' as $$ select current_setting('statement_timeout') $$;
create function slow() returns text language sql stable set statement_timeout = '100ms' as $$ select pg_sleep(2)::text $$;
create function "quoted fn"("Some Arg" int) returns int language sql stable as $$ select "Some Arg" $$;
create function "مستندات"() returns text language sql stable as $$ select 'fa' $$;
create function many_def(a int default 1, b int default 2, c int default 3) returns json language sql stable as $$ select json_build_object('a',a,'b',b,'c',c) $$;
create function ts_arg(t timestamptz) returns timestamptz language sql stable as $$ select t $$;
create function poly(a anyelement) returns text language sql stable as $$ select pg_typeof(a)::text $$;
create procedure proc(a int) language sql as $$ select 1 $$;
create function comp_arg(p point2) returns int language sql stable as $$ select p.x + p.y $$;
create function comp_arr(p point2[]) returns int language sql stable as $$ select sum((q).x)::int from unnest(p) q $$;
create function date_null(d date default null) returns text language sql stable as $$ select coalesce(d::text, 'null') $$;
create function char_arg(c char(4), v varchar(3), b bit(2)) returns text language sql stable as $$ select c || v || b::text $$;
create function limited_rows() returns setof big language sql stable as $$ select * from api.big $$;
-- media
create domain ext."text/html" as text; create domain ext."text/plain" as text; create domain ext."application/octet-stream" as bytea; create domain ext."image/png" as bytea; create domain ext."*/*" as bytea;
create domain api."text/html" as text; create domain api."text/xml" as xml; create domain api."application/vnd.twkb" as bytea; create domain api."image/png" as bytea; create domain api."*/*" as bytea;
create domain api."application/vnd.own+json" as json; create domain api."text/csv" as text; create domain api."text/plain" as text; create domain api."application/octet-stream" as bytea; create domain api."application/json" as json;
create function html_page() returns "text/html" language sql stable as $$ select '<h1>hi</h1>'::api."text/html" $$;
create function png_pic() returns "image/png" language sql stable as $$ select '\x89504e47'::api."image/png" $$;
create function any_media() returns "*/*" language plpgsql stable as $$ declare a text := current_setting('request.headers', true)::json->>'accept'; begin
  if a = 'app/x' then perform set_config('response.headers', '[{"Content-Type": "app/x"}]', true); end if; return convert_to('any ' || coalesce(a,''), 'utf8')::api."*/*"; end $$;
create function plain_dom() returns "text/plain" language sql stable as $$ select 'plain'::api."text/plain" $$;
create function octet_dom() returns "application/octet-stream" language sql stable as $$ select '\x00ff'::api."application/octet-stream" $$;
create function xml_dom() returns "text/xml" language sql stable as $$ select '<x/>'::api."text/xml" $$;
create function own_json() returns "application/vnd.own+json" language sql stable as $$ select '{"own": 1}'::api."application/vnd.own+json" $$;
create function html_trans(state "text/html", next client) returns "text/html" language sql as $$ select (state || '<li>' || next.name || '</li>')::api."text/html" $$;
create aggregate html_agg(client) (initcond = '<ul>', stype = "text/html", sfunc = html_trans);
create function twkb_trans(state bytea, next anyelement) returns "application/vnd.twkb" language sql as $$ select (state || convert_to('r', 'utf8'))::api."application/vnd.twkb" $$;
create aggregate twkb_agg(anyelement) (initcond = '', stype = "application/vnd.twkb", sfunc = twkb_trans);
create function csv_trans(state "text/csv", next country) returns "text/csv" language sql as $$ select (state || next.code || E'\n')::api."text/csv" $$;
create function csv_fin(d "text/csv") returns "text/csv" language sql as $$ select ('BOM' || d)::api."text/csv" $$;
create aggregate csv_agg(country) (initcond = '', stype = "text/csv", sfunc = csv_trans, finalfunc = csv_fin);
create function star_trans(state "*/*", next parts) returns "*/*" language sql as $$ select (state || convert_to(next.p::text, 'utf8'))::api."*/*" $$;
create aggregate star_agg(parts) (initcond = '', stype = "*/*", sfunc = star_trans);
create function ret_html_rows() returns setof client language sql stable as $$ select * from api.client $$;
-- domain representations
create domain color as int;
create function color_json(color) returns json language sql immutable as $$ select case when $1 is null then to_json(''::text) else to_json('#' || lpad(upper(to_hex($1)), 6, '0')) end $$;
create function color_txt(text) returns color language sql immutable as $$ select (('x' || lpad((case when substring($1::text,1,1)='#' then substring($1::text,2) else $1 end), 8, '0'))::bit(32)::int)::api.color $$;
create function color_in(json) returns color language sql immutable as $$ select api.color_txt($1 #>> '{}') $$;
create cast (color as json) with function color_json(color) as implicit;
create cast (json as color) with function color_in(json) as implicit;
create cast (text as color) with function color_txt(text) as implicit;
create domain isodate as timestamptz;
create function isodate_json(isodate) returns json language sql immutable as $$ select to_json(replace(to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ' ', '')) $$;
create cast (isodate as json) with function isodate_json(isodate) as implicit;
create domain b64 as bytea;
create function b64_json(b64) returns json language sql immutable as $$ select to_json(translate(encode($1, 'base64'), E'\n', '')) $$;
create function b64_txt(text) returns b64 language sql immutable as $$ select decode($1, 'base64')::api.b64 $$;
create function b64_in(json) returns b64 language sql immutable as $$ select api.b64_txt($1 #>> '{}') $$;
create cast (b64 as json) with function b64_json(b64) as implicit;
create cast (text as b64) with function b64_txt(text) as implicit;
create cast (json as b64) with function b64_in(json) as implicit;
create table reps (id int primary key, name text, label_color color default 255, due isodate, icon b64);
create view reps_view as select *, label_color as vcolor from reps;
create table rep_child (id int primary key, rep_id int references reps, c color);
-- v2 functions
create function v2.get_things() returns setof v2.thing language sql stable as $$ select * from v2.thing $$;
create function v2.add_them(a int, b int) returns int language sql immutable as $$ select (a+b)*100 $$;
create function v2.only_v2() returns text language sql immutable as $$ select 'v2' $$;
create function ext.in_ext(a int) returns int language sql immutable as $$ select a $$;
comment on schema api is E'Api title\n\nApi description';
comment on table client is E'Client summary\n\nClient details';
comment on column client.name is 'The name';
comment on function add_them(int,int) is E'Adds\n\nTwo numbers';
-- more views
create view site_view as select region, num, name as site_name from site;
create view sensor_view as select id, site_region as reg, site_num as n, label from sensor;
create view sensor_half as select id, site_region from sensor;
create view orders_view as select id, name, billing_address_id as bill, shipping_address_id as ship from orders;
create view address_view as select id, street from address;
create view usr_view as select id, name from usr;
create view task_usr as select task_id, user_id from usr_task;
create view film_view as select f.id, f.title, d.name as dname, f.director_id, d.id as d_id from film f join director d on d.id = f.director_id;
create view film_dup as select id, id as id2, director_id, director_id as did2 from film;
create view role_view as select actor_id, film_id, character from role_;
create materialized view director_mat as select id, name from director;
create view sub_view as select id, name, (select count(*) from api.project p where p.client_id = c.id) as n from client c;
create view subq_view as select * from (select id, name, client_id from api.project where id > 1) x;
create view person_view as select id, name, boss_id from person;
create view pv2 as select id as pid, name, boss_id as bid from person_view;
create view web_view as select * from web_content;
create view student_view as select id, code, name from student;
create view first_view as select id, name from first_t;
create view v_filter as select id, name, client_id from project where client_id is not null order by id limit 10;
create view v_coalesce as select id, coalesce(client_id, 0) as client_id from project;
create view v_cast as select id, client_id::bigint as client_id from project;
create view v_group as select client_id, count(*) as c from project group by client_id;
create view v_union2 as select id, client_id from project union select id, client_id from project;
create view v_window as select id, client_id, row_number() over () rn from project;
create view v_lateral as select c.id, x.pid from client c left join lateral (select p.id as pid from project p where p.client_id = c.id limit 1) x on true;
create function cr_usr_tasks(usr) returns setof task language sql stable as $$ select t.* from api.task t join api.usr_task ut on ut.task_id = t.id where ut.user_id = $1.id $$;
create function director(film_dup) returns setof director rows 1 language sql stable as $$ select * from api.director where id = 3 $$;
create function project_only(p project) returns setof client language sql stable rows 1 as $$ select * from api.client where id = p.client_id $$;
create function search_client(q text) returns setof client language sql stable as $$ select * from api.client where name ilike q $$;
create function search_proj(cid int) returns table(id int, name text) language sql stable as $$ select id, name from api.project where client_id = cid $$;
create table a_t (id int primary key, b_id int); create table b_t (id int primary key, a_id int references a_t); alter table a_t add foreign key (b_id) references b_t;
create table mm_l (id int primary key); create table mm_r (id int primary key); create table mm_j (l int references mm_l, r int references mm_r, r2 int references mm_r, primary key (l, r, r2));
create table multi_uq (id int primary key, ref int unique references mm_l, ref2 int unique references mm_l);
create function ext.elsewhere(api.client) returns setof api.project language sql stable as $$ select * from api.project $$;
