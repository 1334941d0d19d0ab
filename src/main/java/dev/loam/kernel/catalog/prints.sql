-- Binds: first and last object id, ascending bounds (or null), exposed schemas. Fingerprints of
-- relations, of the exposed schemas and all others but PostgreSQL's own: by object id, or all in one
-- for each piece between two bounds. A fingerprint covers every row that tells something about a
-- relation; a row is known by its xmin, which whatever writes it anew changes. Sequences are here
-- because defaults name them. pg_temp and pg_toast schemas come and go unnoticed.
with kept as (
    select c.oid
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S')
        and c.oid between $1::oid and $2::oid
        and (n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            or n.nspname = any ($4::name[]))
), held (id, part, version) as (
    select oid, 0::int8, xmin from pg_class
    where relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and oid between $1::oid and $2::oid
    union all
    select attrelid, (1::int8 << 32) + attnum, xmin from pg_attribute
    where attnum > 0 and attrelid between $1::oid and $2::oid
    union all
    select adrelid, (2::int8 << 32) + adnum, xmin from pg_attrdef
    where adrelid between $1::oid and $2::oid
    union all
    select conrelid, (3::int8 << 32) + oid::int8, xmin from pg_constraint
    where contype in ('p', 'u', 'f', 'c') and conrelid between $1::oid and $2::oid
    union all
    select tgrelid, (4::int8 << 32) + oid::int8, xmin from pg_trigger
    where not tgisinternal and tgrelid between $1::oid and $2::oid
    union all
    select ev_class, (5::int8 << 32) + oid::int8, xmin from pg_rewrite
    where ev_class between $1::oid and $2::oid
    union all
    select inhrelid, (6::int8 << 32) + inhseqno, xmin from pg_inherits
    where inhrelid between $1::oid and $2::oid
    union all
    select objoid, (7::int8 << 32) + objsubid, xmin from pg_description
    where classoid = 'pg_class'::regclass and objoid between $1::oid and $2::oid
    union all
    select f.ftrelid, v.part, v.xmin from pg_foreign_table f
    join pg_foreign_server s on s.oid = f.ftserver
    join pg_foreign_data_wrapper w on w.oid = s.srvfdw
    cross join lateral (
        values (8::int8 << 32, f.xmin), (9::int8 << 32, s.xmin), (10::int8 << 32, w.xmin)
    ) v (part, xmin)
    where f.ftrelid between $1::oid and $2::oid
)
-- The distance from a fixed xid, by way of the present one, is a cheap number for an xid.
select
    case
        when $3::float8[] is null then id::int8
        else width_bucket(id::int8::float8, $3::float8[])
    end as piece,
    bit_xor(hashint8extended(
        (id::int8 << 32) + ((age(version)::int8 - age('3'::xid)) & 4294967295), part)) as print
from held
where id in (select oid from kept)
group by 1
