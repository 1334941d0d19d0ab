-- Implicit casts by a function between a domain and json or text.
select format_type(k.castsource, -1), format_type(k.casttarget, -1),
    format('%I.%I', n.nspname, p.proname)
from pg_cast k
join pg_proc p on p.oid = k.castfunc
join pg_namespace n on n.oid = p.pronamespace
join pg_type s on s.oid = k.castsource
join pg_type t on t.oid = k.casttarget
where k.castcontext = 'i' and k.castmethod = 'f'
    and (s.typtype = 'd' and k.casttarget in ('json'::regtype, 'text'::regtype)
        or t.typtype = 'd' and k.castsource in ('json'::regtype, 'text'::regtype))
