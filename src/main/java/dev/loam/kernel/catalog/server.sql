-- Binds: exposed schemas. One row: server version, comments of the schemas as a JSON object.
select current_setting('server_version_num'),
    (select json_object_agg(n.nspname, d.description)
     from pg_namespace n
     join pg_description d
         on d.objoid = n.oid and d.classoid = 'pg_namespace'::regclass and d.objsubid = 0
     where n.nspname = any (?::name[]))
