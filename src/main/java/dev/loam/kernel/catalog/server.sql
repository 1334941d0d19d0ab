-- Binds: exposed schemas. One row: server version, comments of the schemas as a JSON object, and
-- fingerprints (see prints.sql) of the names of the schemas, of the types that have no relation and
-- are no arrays, and of the rest that a printed expression may name. Then whether anything that a read
-- or write of tables may run could set the answer's headers or status: a function of the database's
-- own (those of extensions do not) that says so, makes names or statements of texts, or is written in
-- a language that cannot be read here; set_config where an expression is kept, as a default, check,
-- view, rule, policy or state of an aggregate (indexes and generated columns cannot call it, and tables
-- with triggers are left out elsewhere); or a setting that holds already.
select current_setting('server_version_num'),
    (select json_object_agg(n.nspname, d.description)
     from pg_namespace n
     join pg_description d
         on d.objoid = n.oid and d.classoid = 'pg_namespace'::regclass and d.objsubid = 0
     where n.nspname = any ($1::name[])),
    (select coalesce(bit_xor(hashtextextended(nspname::text, oid::int8)), 0)
     from pg_namespace where nspname !~ '^pg_(temp|toast_temp)_'),
    (select coalesce(bit_xor(x), 0) from (
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 0)
        from pg_type
        where oid >= 16384
            and (typtype in ('d', 'e', 'r', 'm') or typtype = 'b' and typcategory <> 'A')
        union all
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 1)
        from pg_enum
        union all
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 2)
        from pg_constraint where contypid >= 16384
    ) t (x)),
    (select coalesce(bit_xor(x), 0) from (
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 0)
        from pg_operator where oid >= 16384
        union all
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 1)
        from pg_collation where oid >= 16384
        union all
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 2)
        from pg_ts_config where oid >= 16384
        union all
        select hashint8extended((oid::int8 << 32)
            + ((age(xmin)::int8 - age('3'::xid)) & 4294967295), 3)
        from pg_ts_dict where oid >= 16384
    ) t (x)),
    exists (
        select from pg_proc p
        join pg_language l on l.oid = p.prolang
        where p.oid >= 16384
            and (l.lanname not in ('sql', 'plpgsql', 'internal')
                or coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)
                    ~* '(set_config|response[^[:alnum:]]{1,5}(headers|status)|execute|u&'
                        '|query_to_xml|ts_stat|ts_rewrite)')
            and not exists (
                select from pg_depend d
                where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'))
    or exists (
        select from (
            select adbin from pg_attrdef
            union all select conbin from pg_constraint where conbin is not null
            union all select typdefaultbin from pg_type where typdefaultbin is not null
            union all select ev_action from pg_rewrite where oid >= 16384
            union all select ev_qual from pg_rewrite where oid >= 16384
            union all select polqual from pg_policy
            union all select polwithcheck from pg_policy
        ) t (tree)
        where strpos(tree::text, ':funcid '
            || 'pg_catalog.set_config(text, text, boolean)'::regprocedure::oid || ' ') > 0)
    or exists (
        select from pg_aggregate
        where 'pg_catalog.set_config(text, text, boolean)'::regprocedure
            in (aggtransfn, aggmtransfn))
    or coalesce(current_setting('response.headers', true), '') <> ''
    or coalesce(current_setting('response.status', true), '') <> ''
