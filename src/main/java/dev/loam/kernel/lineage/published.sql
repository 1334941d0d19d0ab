-- Binds: name of a publication. Of each table why its changes are not all told by that publication,
-- NULL where they are. A partition is told under its own name or that of what it is part of; a
-- publication that does the latter decides alone then which rows are told.
with publication as materialized (
    select p.oid, p.pubname, p.pubinsert and p.pubupdate and p.pubdelete and p.pubtruncate as whole
    from pg_publication p where p.pubname = $1
), told as materialized (
    select t.relid from publication p
    cross join lateral pg_get_publication_tables(p.pubname::text) t
), partly as materialized (
    select r.prrelid from pg_publication_rel r join publication p on p.oid = r.prpubid
    where to_jsonb(r) ->> 'prqual' is not null or to_jsonb(r) ->> 'prattrs' is not null
), hidden as materialized (
    select r.prrelid from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubviaroot and to_jsonb(r) ->> 'prqual' is not null
), kept as materialized (
    select c.oid, c.relreplident, c.relpersistence, array(
        select relid::oid from pg_partition_ancestors(c.oid)
        union select c.oid) as selves
    from pg_class c
    where c.relkind = 'r' and c.oid >= 16384 and c.relpersistence <> 't'
), identified as materialized (
    select distinct i.indrelid from pg_index i
    join kept k on k.oid = i.indrelid
    where i.indisvalid and i.indimmediate
        and case k.relreplident when 'd' then i.indisprimary when 'i' then i.indisreplident end
)
select k.oid,
    case
        when k.relpersistence = 'u' then 'is unlogged'
        when not exists (select from publication) then 'is in no publication'
        when not (select whole from publication) then 'is published in part only'
        when not exists (select from told where relid = any (k.selves)) then 'is not published'
        when exists (select from partly where prrelid = any (k.selves))
            then 'is published in part only'
        when exists (select from hidden where prrelid <> k.oid and prrelid = any (k.selves))
            then 'may be told in part only, as what it is a part of is published with a condition'
        when k.relreplident <> 'f' and not exists (select from identified where indrelid = k.oid)
            then 'has no replica identity'
    end
from kept k
