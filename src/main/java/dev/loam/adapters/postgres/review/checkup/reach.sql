-- Rights that are of no use without another one, which is easily forgotten.
with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
), acting as (
    select oid, rolname from pg_roles cross join asked where rolname = any (asked.roles)
), relation as (
    select c.oid, c.relnamespace, n.nspname
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    cross join asked
    where n.nspname = any (asked.schemas) and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select 'WARNING' as level, 'schema ' || quote_ident(nspname) || ' for ' || quote_ident(rolname)
        as object,
    'The role has rights on ' || count(*) || ' of its relations and none to look into it: every'
        || ' request for them is refused.' as reason,
    'grant usage on schema ' || quote_ident(nspname) || ' to ' || quote_ident(rolname) || ';'
        as cure
from relation
cross join acting
where not has_schema_privilege(acting.oid, relnamespace, 'usage')
    and has_table_privilege(acting.oid, relation.oid, 'select, insert, update, delete')
group by nspname, rolname
union all
-- An identity column takes its numbers without a right, a serial one does not.
select 'WARNING', d.refobjid::regclass || ' for ' || quote_ident(rolname),
    'The role may insert into ' || relation.oid::regclass || ' and not take numbers of this'
        || ' sequence: inserts that leave ' || quote_ident(a.attname) || ' out are refused.',
    'grant usage on sequence ' || d.refobjid::regclass || ' to ' || quote_ident(rolname) || ';'
from relation
cross join acting
join pg_attrdef def on def.adrelid = relation.oid
join pg_attribute a on a.attrelid = def.adrelid and a.attnum = def.adnum
join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = def.oid
    and d.refclassid = 'pg_class'::regclass
join pg_class s on s.oid = d.refobjid and s.relkind = 'S'
where has_any_column_privilege(acting.oid, relation.oid, 'insert')
    and not has_sequence_privilege(acting.oid, s.oid, 'usage, update')
order by 2
