-- Binds: object ids of relations. Their columns. Every table is told the ids itself: PostgreSQL, which
-- would not conclude it, would else read all of it for a few thousand relations.
select a.attrelid, a.attnum, a.attname, a.attnotnull, a.atttypid, a.atttypmod,
    case
        when a.attidentity = 'd' then format('nextval(%L::regclass)', s.objid::regclass)
        when a.attgenerated = '' then pg_get_expr(f.adbin, f.adrelid)
    end as default_sql,
    a.attidentity in ('a', 'd') as identity,
    a.attgenerated <> '' or a.attidentity = 'a' as generated,
    d.description
from pg_attribute a
left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum and a.atthasdef
    and f.adrelid = any ($1::oid[])
left join pg_depend s
    on a.attidentity = 'd' and s.refclassid = 'pg_class'::regclass and s.refobjid = a.attrelid
        and s.refobjsubid = a.attnum and s.classid = 'pg_class'::regclass and s.deptype = 'i'
        and s.refobjid = any ($1::oid[])
left join pg_description d
    on d.objoid = a.attrelid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
        and d.objoid = any ($1::oid[])
where a.attrelid = any ($1::oid[]) and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum
