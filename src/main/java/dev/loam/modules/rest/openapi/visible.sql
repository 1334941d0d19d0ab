-- Names of the relations and functions of a schema that the current role may use in some way.
select json_build_object(
    'relations', (
        select coalesce(json_agg(c.relname), '[]')
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where n.nspname = ?
          and c.relkind in ('r', 'v', 'm', 'f', 'p')
          and not c.relispartition
          and (pg_catalog.pg_has_role(c.relowner, 'USAGE')
               or pg_catalog.has_table_privilege(c.oid,
                   'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
               or pg_catalog.has_any_column_privilege(
                   c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))),
    'functions', (
        select coalesce(json_agg(distinct p.proname), '[]')
        from pg_catalog.pg_proc p
        join pg_catalog.pg_namespace n on n.oid = p.pronamespace
        where n.nspname = ?
          and pg_catalog.has_function_privilege(p.oid, 'EXECUTE')))::text
