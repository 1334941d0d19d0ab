create table api.tag (name text not null, cursor text, lang text not null default 'en',
  unique (lang, name), unique (cursor));
create table api.heap (n integer);
create table api.long (id integer primary key, words text);
create view api.task_people as
  select t.id, t.title, p.name from api.task t
    join api.task_person tp on tp.task_id = t.id join api.person p on p.id = tp.person_id;
create table api.diary (id integer primary key, owner text not null, day date);
alter table api.diary enable row level security;
create policy own on api.diary
  using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
create function api.tags(cursor text) returns setof api.tag language sql stable
  as $$ select * from api.tag t where t.cursor = $1 $$;

insert into api.tag values ('red', 'r'), ('blue', '~b'), ('green', null);
insert into api.heap values (1), (2);
insert into api.long select n, repeat(n::text, 7000) from generate_series(1, 3) n;
insert into api.diary select n, case when n % 2 = 0 then 'ann' else 'ben' end,
  date '2026-01-01' + n from generate_series(1, 9) n;
grant select, insert, update, delete on api.tag, api.heap, api.long, api.task_people
  to case_anon, case_user;
grant select on api.diary to case_user;
