-- Every relation that can be written to: whether a write may run a user's trigger or rule, or a
-- function that may write itself (in a default, a check, a policy or a domain), its partitions and
-- children, and the tables whose rows a foreign key changes along with its own. What is written in C
-- is taken at its word: an extension's functions make keys, and write to no table.
with recursive writer as materialized (
    select p.oid from pg_proc p join pg_language l on l.oid = p.prolang
    where p.provolatile = 'v' and p.oid >= 16384 and l.lanname not in ('c', 'internal')
), use as materialized (
    select d.classid, d.objid from pg_depend d join writer w on w.oid = d.refobjid
    where d.refclassid = 'pg_proc'::regclass and d.classid in ('pg_attrdef'::regclass,
        'pg_constraint'::regclass, 'pg_policy'::regclass, 'pg_type'::regclass)
), writing_type (oid) as (
    select c.contypid from use u join pg_constraint c on c.oid = u.objid
    where u.classid = 'pg_constraint'::regclass and c.contypid <> 0
    union
    select objid from use where classid = 'pg_type'::regclass
    union
    select t.oid from pg_type t join writing_type w on w.oid in (t.typbasetype, t.typelem)
    where t.oid >= 16384
), computing as materialized (
    select d.adrelid as relid from use u join pg_attrdef d on d.oid = u.objid
    where u.classid = 'pg_attrdef'::regclass
    union
    select c.conrelid from use u join pg_constraint c on c.oid = u.objid
    where u.classid = 'pg_constraint'::regclass and c.conrelid <> 0
    union
    select p.polrelid from use u join pg_policy p on p.oid = u.objid
    where u.classid = 'pg_policy'::regclass
    union
    select a.attrelid from pg_attribute a join writing_type w on w.oid = a.atttypid
    where a.attnum > 0 and not a.attisdropped
)
select c.oid, n.nspname, c.relname, c.relkind,
    t.tgrelid is not null or r.ev_class is not null or k.relid is not null as acts,
    i.children, f.cascades
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join (
    select distinct tgrelid from pg_trigger where not tgisinternal and tgenabled <> 'D'
) t on t.tgrelid = c.oid
left join (
    select distinct ev_class from pg_rewrite where ev_type <> '1'
) r on r.ev_class = c.oid
left join computing k on k.relid = c.oid
left join (
    select inhparent, array_agg(inhrelid) as children from pg_inherits group by inhparent
) i on i.inhparent = c.oid
left join (
    select confrelid, array_agg(distinct conrelid) as cascades
    from pg_constraint
    where contype = 'f' and (confdeltype in ('c', 'n', 'd') or confupdtype in ('c', 'n', 'd'))
    group by confrelid
) f on f.confrelid = c.oid
where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname !~ '^pg_(toast|temp)'
