-- What the check of histories works on. Each row's v only grows, by one with each commit.
drop schema if exists loam_check cascade;
do $$
begin
    create role loam_check_reader nologin;
exception when duplicate_object then
    null;
end
$$;
create schema loam_check;
-- Always written together, and so equal in every snapshot.
create table loam_check.p (id int primary key, v bigint not null);
create table loam_check.q (id int primary key, v bigint not null);
create view loam_check.pv as select id, v from loam_check.p;
-- A trigger copies one into the other.
create table loam_check.t (id int primary key, v bigint not null);
create table loam_check.log (id int primary key, v bigint not null);
create function loam_check.copy() returns trigger language plpgsql as $$
begin
    update loam_check.log set v = new.v where id = new.id;
    return new;
end
$$;
create trigger copy after update on loam_check.t
    for each row execute function loam_check.copy();
-- Each caller sees rows of his own.
create table loam_check.mine (id int primary key, v bigint not null, owner text not null);
insert into loam_check.p select i, 0 from generate_series(1, 8) i;
insert into loam_check.q select * from loam_check.p;
insert into loam_check.t select * from loam_check.p;
insert into loam_check.log select * from loam_check.p;
insert into loam_check.mine select id, v, 'caller ' || id % 2 from loam_check.p;
alter table loam_check.mine enable row level security;
create policy own on loam_check.mine using
    (owner = (select current_setting('request.jwt.claims', true)::json ->> 'sub'));
grant usage on schema loam_check to loam_check_reader;
grant select on all tables in schema loam_check to loam_check_reader;
