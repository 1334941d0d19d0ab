-- One row: the snapshot that all queries of this reading share; whether texts in quotes are read as
-- the standard says; and the number of the next transaction. That may be above the snapshot's xmax,
-- which is only behind the last one that has ended, and is told by its distance from a fixed one.
select s::text, current_setting('standard_conforming_strings') = 'on',
    xmax + ((3 + age('3'::xid)::int8 - xmax) & 4294967295)
from (select pg_current_snapshot() as s) t
cross join lateral (select pg_snapshot_xmax(s)::text::int8 as xmax) u
