with asked as (
    select ?::name[] as schemas, ?::interval as patience, ?::name as login, ?::name[] as roles
)
select 'ERROR' as level, 'database ' || quote_ident(datname) as object,
    'Of some 2 billion transaction numbers ' || age(datfrozenxid) / 1000000 || ' million are'
        || ' behind; before the end PostgreSQL refuses every write.' as reason,
    'vacuum (freeze);' as cure
from pg_database
cross join asked
where datname = current_database() and age(datfrozenxid) > 1000000000
