-- What the cases of single settings need beside schema.sql.
create function api.moment() returns timestamptz language sql stable as
  $$ select '2023-10-18 12:37:59.611+00'::timestamptz $$;
create table api.moment (id integer primary key, at timestamptz);
insert into api.moment values (1, '2023-10-18 12:37:59.611+00');
grant select, insert, update, delete on api.moment to case_anon;
