-- Functions that users' policies call. The claims of a request are in the setting
-- request.jwt.claims, which lives as long as its transaction; single claims in request.jwt.claim.*
-- are the older form, which some callers still set.

-- unless: to_regprocedure('auth.jwt()') is not null
create function auth.jwt() returns jsonb
language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;

-- unless: to_regprocedure('auth.uid()') is not null
create function auth.uid() returns uuid
language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;

-- unless: to_regprocedure('auth.role()') is not null
create function auth.role() returns text
language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
$$;

-- unless: to_regprocedure('auth.email()') is not null
create function auth.email() returns text
language sql stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
$$;

-- unless: to_regprocedure('realtime.topic()') is not null
create function realtime.topic() returns text
language sql stable
as $$
    select nullif(current_setting('realtime.topic', true), '')
$$;

-- The folders of an object's name: a/b/c.png gives {a,b}.
-- unless: to_regprocedure('storage.foldername(text)') is not null
create function storage.foldername(name text) returns text[]
language sql immutable
as $$
    select (string_to_array(name, '/'))[1 : cardinality(string_to_array(name, '/')) - 1]
$$;

-- The last part of an object's name: a/b/c.png gives c.png.
-- unless: to_regprocedure('storage.filename(text)') is not null
create function storage.filename(name text) returns text
language sql immutable
as $$
    select (string_to_array(name, '/'))[cardinality(string_to_array(name, '/'))]
$$;

-- What follows the last dot of the last part: a/b.c/d.tar.gz gives gz; no dot gives the whole part.
-- unless: to_regprocedure('storage.extension(text)') is not null
create function storage.extension(name text) returns text
language sql immutable
as $$
    select reverse(split_part(reverse(storage.filename(name)), '.', 1))
$$;

-- once: rights on functions
grant execute on function auth.jwt(), auth.uid(), auth.role(), auth.email(), realtime.topic(),
    storage.foldername(text), storage.filename(text), storage.extension(text)
    to anon, authenticated, service_role;
