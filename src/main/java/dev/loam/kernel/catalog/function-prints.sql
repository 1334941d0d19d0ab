-- Binds and result as in prints.sql, for functions.
with held (id, part, version) as (
    select p.oid, 0::int8, p.xmin
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where p.oid between $1::oid and $2::oid
        and (n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            or n.nspname = any ($4::name[]))
    union all
    select d.objoid, 1::int8, d.xmin
    from pg_description d
    join pg_proc p on p.oid = d.objoid
    join pg_namespace n on n.oid = p.pronamespace
    where d.classoid = 'pg_proc'::regclass and d.objoid between $1::oid and $2::oid
        and (n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
            or n.nspname = any ($4::name[]))
)
select
    case
        when $3::float8[] is null then id::int8
        else width_bucket(id::int8::float8, $3::float8[])
    end as piece,
    bit_xor(hashint8extended(
        (id::int8 << 32) + ((age(version)::int8 - age('3'::xid)) & 4294967295), part)) as print
from held
group by 1
