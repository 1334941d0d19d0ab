-- Partitions and heirs: the one read, and what is read with it.
select inhparent, inhrelid from pg_inherits where inhparent >= 16384
