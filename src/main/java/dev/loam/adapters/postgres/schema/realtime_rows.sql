-- Who may see a changed row, and what rows a filter means. Both look at the values that a change
-- told and not at the table, where the row may be another one by now, or gone.
--
-- They run as the role that asks and with its rights alone, so that everyone may call them.
--
-- Sessions are shared, and whoever came before may have left temporary tables: those come before
-- all others, the catalog's too, unless the search path names pg_temp last.

-- The rows of a change, as a FROM item under the name of their table: conditions that were written
-- for the table, with whole rows in them too, mean the same there. "loam n"."loam n" is the place
-- of a row, from 1. What the change does not tell is worked out (columns that are generated) or
-- taken from the table as it is now, as far as the caller sees it (columns in lacking).
-- unless: exists (select from pg_proc where prosrc like '%rows of a change, version 2%'
--  and oid = to_regprocedure('realtime.rows_of_change(oid,text[],text[],text[])'))
create or replace function realtime.rows_of_change(
    relation oid, told text[], lacking text[], keys text[]) returns text
language plpgsql
as $$
declare
    -- rows of a change, version 2
    kind text := relation::regclass::text;
    alias text := (select quote_ident(relname) from pg_catalog.pg_class where oid = relation);
    source text := (
        select format('(%s) as "loam n"("loam n", "loam row")', coalesce(
            'values ' || string_agg(format('(%s, %L::%s)', n, row, kind), ', '),
            format('select 0, null::%s where false', kind)))
        from unnest(told) with ordinality as one(row, n));
    slice text := 'array["loam n"."loam row"]';
    made boolean := exists (
        select from pg_catalog.pg_attribute where attrelid = relation and attgenerated <> '');
    cells text;
    present text;
begin
    if not made and lacking = '{}' then
        return format('%s cross join lateral unnest(%s) as %s', source, slice, alias);
    end if;
    if lacking <> '{}' then
        select string_agg(format('%s.%I', case when attname = any(lacking) then '"loam now"'
            else '"loam told"' end, attname), ', ' order by attnum)
        into cells
        from pg_catalog.pg_attribute
        where attrelid = relation and attnum > 0 and not attisdropped;
        select string_agg(format('"loam now".%1$I = "loam told".%1$I', name), ' and ')
        into present from unnest(keys) as name;
        -- Inside of a sub-select, since its columns have the names of the table's.
        slice := format('array(select row(%s)::%s from unnest(%s) as "loam told" join %s as'
            ' "loam now" on %s)', cells, kind, slice, kind, coalesce(present, 'false'));
    end if;
    if made then
        select string_agg(case when attgenerated = '' then quote_ident(attname)
            else '(' || pg_get_expr(adbin, adrelid) || ')' end, ', ' order by attnum)
        into cells
        from pg_catalog.pg_attribute
            left join pg_catalog.pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = relation and attnum > 0 and not attisdropped;
        slice := format('array(select row(%s)::%s from unnest(%s) as %s)', cells, kind, slice,
            alias);
    end if;
    return format('%s cross join lateral unnest(%s) as %s', source, slice, alias);
end
$$;

-- What policies ask of a row of the relation before the current role may read it: a condition in
-- SQL. Names in it are whole only where the search path is empty.
-- unless: exists (select from pg_proc where prosrc like '%condition for reading, version 2%'
--  and oid = to_regprocedure('realtime.reading_condition(oid)'))
create or replace function realtime.reading_condition(relation oid) returns text
language sql
as $$
    -- condition for reading, version 2
    -- Source: PostgreSQL manual, "CREATE POLICY": permissive ones are joined with OR, restrictive
    -- ones with AND; without a permissive one nothing is seen.
    select case when not row_security_active(relation) then 'true' else
        '(' || coalesce(string_agg(qual, ' or ') filter (where polpermissive), 'false') || ')'
        || coalesce(' and ' || string_agg(qual, ' and ') filter (where not polpermissive), '') end
    from (
        select polpermissive, '(' || pg_get_expr(polqual, polrelid) || ')' as qual
        from pg_catalog.pg_policy
        where polrelid = relation and polcmd in ('r', '*') and polqual is not null
            and (polroles = '{0}' or exists (
                select from unnest(polroles) as member
                where case when member = 0 then true
                    else pg_has_role(current_user, member, 'usage') end))
        order by polname
    ) as reading
$$;

-- For each of the callers (the JSON of request.jwt.claims) the places of those rows that its role,
-- the current one, may see by the policies for reading. `condition` identifies the text of these,
-- `trouble` is why a caller could not be asked for, its
-- SQLSTATE first: caller 0 stands for all of them.
-- unless: exists (select from pg_proc where prosrc like '%rows to be seen, version 2%'
--  and oid = to_regprocedure(
--      'realtime.visible_rows(oid,text[],text[],text[],text[])'))
create or replace function realtime.visible_rows(
    relation oid, told text[], lacking text[], keys text[], callers text[])
returns table (caller integer, seen integer[], condition text, trouble text)
language plpgsql
as $$
declare
    -- rows to be seen, version 2
    path text := concat_ws(', ', nullif(current_setting('search_path'), ''), 'pg_temp');
    question text;
begin
    begin
        perform set_config('search_path', 'pg_catalog, pg_temp', true);
        question := realtime.reading_condition(relation);
        condition := md5(question);
        question := format('select array_agg("loam n"."loam n") from %s where %s',
            realtime.rows_of_change(relation, told, lacking, keys), question);
        perform set_config('search_path', path, true);
        if exists (select from pg_catalog.pg_prepared_statements
                where name = 'loam_visible_rows') then
            deallocate loam_visible_rows;
        end if;
        -- Planned once: what differs from caller to caller are settings.
        perform set_config('plan_cache_mode', 'force_generic_plan', true);
        execute 'prepare loam_visible_rows as ' || question;
    exception when others then
        caller := 0;
        trouble := sqlstate || sqlerrm;
        return next;
        return;
    end;
    caller := 1;
    while caller <= cardinality(callers) loop
        begin
            trouble := null;
            while caller <= cardinality(callers) loop
                perform set_config('request.jwt.claims', callers[caller], true);
                execute 'execute loam_visible_rows' into seen;
                return next;
                caller := caller + 1;
            end loop;
        exception when others then
            seen := null;
            trouble := sqlstate || sqlerrm;
            return next;
            caller := caller + 1;
        end;
    end loop;
    deallocate loam_visible_rows;
end
$$;

-- For each filter the places of the rows that it means. Filters are asked for in the order given;
-- one that PostgreSQL refuses has its `trouble`.
-- unless: exists (select from pg_proc where prosrc like '%rows that are meant, version 2%'
--  and oid = to_regprocedure('realtime.matching_rows(oid,text[],jsonb)'))
create or replace function realtime.matching_rows(
    relation oid, told text[], filters jsonb)
returns table (filter integer, meant integer[], trouble text)
language plpgsql
as $$
declare
    -- rows that are meant, version 2
    path text := concat_ws(', ', nullif(current_setting('search_path'), ''), 'pg_temp');
    alias text := (select quote_ident(relname) from pg_catalog.pg_class where oid = relation);
    source text;
    one jsonb;
    operand text;
begin
    perform set_config('search_path', 'pg_catalog, pg_temp', true);
    source := realtime.rows_of_change(relation, told, '{}', '{}');
    perform set_config('search_path', path, true);
    filter := 0;
    for one in select value from jsonb_array_elements(filters) loop
        filter := filter + 1;
        begin
            trouble := null;
            select format(case one ->> 'operator'
                    when 'eq' then '%1$s = %2$L::%3$s' when 'neq' then '%1$s <> %2$L::%3$s'
                    when 'lt' then '%1$s < %2$L::%3$s' when 'lte' then '%1$s <= %2$L::%3$s'
                    when 'gt' then '%1$s > %2$L::%3$s' when 'gte' then '%1$s >= %2$L::%3$s'
                    when 'like' then '%1$s::text like %2$L'
                    when 'ilike' then '%1$s::text ilike %2$L'
                    when 'match' then '%1$s::text ~ %2$L'
                    when 'imatch' then '%1$s::text ~* %2$L'
                    when 'in' then '%1$s = any (%2$L::%3$s[])'
                    when 'isdistinct' then '%1$s is distinct from %2$L::%3$s' end,
                alias || '.' || quote_ident(attname), one ->> 'value',
                format_type(atttypid, atttypmod))
            into operand
            from pg_catalog.pg_attribute
            where attrelid = relation and attname = one ->> 'column' and attnum > 0
                and not attisdropped;
            if one ->> 'operator' in ('match', 'imatch') then
                -- A pattern that is none is found without a row too.
                perform '' ~ (one ->> 'value');
            end if;
            execute format('select array_agg("loam n"."loam n") from %s where %s(%s)', source,
                case when (one -> 'negated')::boolean then 'not ' else '' end, operand)
            into meant;
        exception when others then
            meant := null;
            trouble := sqlerrm;
        end;
        return next;
    end loop;
end
$$;

-- unless: has_function_privilege('public',
--  to_regprocedure('realtime.visible_rows(oid,text[],text[],text[],text[])'), 'execute')
grant execute on function realtime.rows_of_change(oid, text[], text[], text[]),
    realtime.reading_condition(oid),
    realtime.visible_rows(oid, text[], text[], text[], text[]),
    realtime.matching_rows(oid, text[], jsonb)
    to public;
