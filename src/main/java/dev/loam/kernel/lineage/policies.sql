-- Policies that decide which rows can be read. Roles are NULL for everyone; the last column has the
-- names of the table's columns by their numbers.
select p.polrelid, p.polname, p.polpermissive,
    case
        when 0 = any (p.polroles) then null
        else (select json_agg(pg_get_userbyid(r)) from unnest(p.polroles) r)
    end,
    p.polqual::text, pg_get_expr(p.polqual, p.polrelid),
    (select json_object_agg(a.attnum, a.attname) from pg_attribute a
     where a.attrelid = p.polrelid and a.attnum > 0)
from pg_policy p
where p.polcmd in ('r', '*')
order by p.polrelid, p.polname
