-- What the auth module keeps beyond the tables of the schema auth. The schema loam is closed to
-- the API's roles.

-- The private half is sealed with the project's own key, which is not in the database.
-- unless: to_regclass('loam.signing_keys') is not null
create table loam.signing_keys (
    kid text primary key,
    algorithm text not null,
    status text not null check (status in ('standby', 'active', 'retired', 'revoked')),
    public_jwk jsonb,
    sealed_private bytea,
    created_at timestamptz not null default now(),
    activated_at timestamptz,
    retired_at timestamptz,
    expires_at timestamptz
);

-- At any time one key signs.
-- unless: to_regclass('loam.signing_keys_active_key') is not null
create unique index signing_keys_active_key on loam.signing_keys (status)
    where status = 'active';

-- The key itself is told once, when it is made: only its hash stays.
-- unless: to_regclass('loam.api_keys') is not null
create table loam.api_keys (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    prefix text not null,
    hash bytea not null unique,
    role text not null,
    scopes text[] not null default '{}',
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz,
    created_by uuid
);

-- unless: to_regclass('loam.recovery_codes') is not null
create table loam.recovery_codes (
    user_id uuid not null references auth.users (id) on delete cascade,
    code_hash text not null,
    used_at timestamptz,
    created_at timestamptz not null default now(),
    primary key (user_id, code_hash)
);

-- The step of time whose code of an authenticator app was used last.
-- unless: to_regclass('loam.totp_uses') is not null
create table loam.totp_uses (
    factor_id uuid primary key references auth.mfa_factors (id) on delete cascade,
    step bigint not null
);

-- Limits of requests that processes share: a crash may forget them.
-- unless: to_regclass('loam.rates') is not null
create unlogged table loam.rates (
    key text primary key,
    whole_at bigint not null,
    now_at bigint not null,
    need bigint not null,
    add bigint not null,
    span bigint not null,
    granted boolean not null
) with (fillfactor = 50);

-- Where this login may not become the module's role, it has made them itself.
-- title: rights on tables of loam
-- once: rights on tables of loam
grant all on loam.signing_keys, loam.api_keys, loam.recovery_codes, loam.totp_uses
    to supabase_auth_admin;

-- title: rights on loam.rates
-- once: rights on loam.rates
grant all on loam.rates to supabase_auth_admin;
