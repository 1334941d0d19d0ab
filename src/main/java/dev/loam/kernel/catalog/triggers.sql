-- Relations on which a write may run a user's trigger or rule, and all that they are partitions or
-- children of.
with recursive own (id) as (
    select tgrelid from pg_trigger where not tgisinternal
    union
    select ev_class from pg_rewrite where ev_type <> '1'
    union
    select i.inhparent from own o join pg_inherits i on i.inhrelid = o.id
)
select id from own
