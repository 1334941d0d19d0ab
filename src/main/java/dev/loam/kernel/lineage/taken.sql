-- One row: the snapshot that all queries of this reading share, and whether texts in quotes are read
-- as the standard says.
select pg_current_snapshot()::text, current_setting('standard_conforming_strings') = 'on'
