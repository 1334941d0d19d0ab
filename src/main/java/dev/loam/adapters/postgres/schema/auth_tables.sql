-- Accounts and how they sign in. Names, types, defaults and constraints are those that users' own
-- SQL, dumps and tools of existing Supabase projects refer to. Statements run as the role
-- supabase_auth_admin where this login may become it, so that it owns what is made here.

-- unless: to_regtype('auth.factor_type') is not null
create type auth.factor_type as enum ('totp', 'webauthn', 'phone');

-- unless: exists (
--     select from pg_enum
--     where enumtypid = to_regtype('auth.factor_type') and enumlabel = 'phone')
alter type auth.factor_type add value if not exists 'phone';

-- unless: to_regtype('auth.factor_status') is not null
create type auth.factor_status as enum ('unverified', 'verified');

-- unless: to_regtype('auth.aal_level') is not null
create type auth.aal_level as enum ('aal1', 'aal2', 'aal3');

-- unless: to_regtype('auth.code_challenge_method') is not null
create type auth.code_challenge_method as enum ('s256', 'plain');

-- unless: to_regtype('auth.one_time_token_type') is not null
create type auth.one_time_token_type as enum (
    'confirmation_token', 'reauthentication_token', 'recovery_token',
    'email_change_token_new', 'email_change_token_current', 'phone_change_token');

-- unless: to_regtype('auth.oauth_registration_type') is not null
create type auth.oauth_registration_type as enum ('dynamic', 'manual');

-- unless: to_regtype('auth.oauth_authorization_status') is not null
create type auth.oauth_authorization_status as enum (
    'pending', 'approved', 'denied', 'expired');

-- unless: to_regtype('auth.oauth_response_type') is not null
create type auth.oauth_response_type as enum ('code');

-- unless: to_regtype('auth.oauth_client_type') is not null
create type auth.oauth_client_type as enum ('public', 'confidential');

-- unless: to_regclass('auth.schema_migrations') is not null
create table auth.schema_migrations (
    version varchar(255) primary key
);

-- unless: to_regclass('auth.instances') is not null
create table auth.instances (
    id uuid primary key,
    uuid uuid,
    raw_base_config text,
    created_at timestamptz,
    updated_at timestamptz
);

-- unless: to_regclass('auth.users') is not null
create table auth.users (
    instance_id uuid,
    id uuid primary key,
    aud varchar(255),
    role varchar(255),
    email varchar(255),
    encrypted_password varchar(255),
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_token varchar(255),
    confirmation_sent_at timestamptz,
    recovery_token varchar(255),
    recovery_sent_at timestamptz,
    email_change_token_new varchar(255),
    email_change varchar(255),
    email_change_sent_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamptz,
    updated_at timestamptz,
    phone text unique default null,
    phone_confirmed_at timestamptz,
    phone_change text default '',
    phone_change_token varchar(255) default '',
    phone_change_sent_at timestamptz,
    confirmed_at timestamptz
        generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
    email_change_token_current varchar(255) default '',
    email_change_confirm_status smallint default 0
        check (email_change_confirm_status between 0 and 2),
    banned_until timestamptz,
    reauthentication_token varchar(255) default '',
    reauthentication_sent_at timestamptz,
    is_sso_user boolean not null default false,
    deleted_at timestamptz,
    is_anonymous boolean not null default false
);

-- unless: to_regclass('auth.identities') is not null
create table auth.identities (
    provider_id text not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    identity_data jsonb not null,
    provider text not null,
    last_sign_in_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    email text generated always as (lower(identity_data ->> 'email')) stored,
    id uuid primary key default gen_random_uuid(),
    constraint identities_provider_id_provider_unique unique (provider_id, provider)
);

-- unless: to_regclass('auth.oauth_clients') is not null
create table auth.oauth_clients (
    id uuid primary key,
    client_secret_hash text,
    registration_type auth.oauth_registration_type not null,
    redirect_uris text not null,
    grant_types text not null,
    client_name text,
    client_uri text,
    logo_uri text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    client_type auth.oauth_client_type not null default 'confidential',
    token_endpoint_auth_method text not null,
    constraint oauth_clients_client_name_length check (char_length(client_name) <= 1024),
    constraint oauth_clients_client_uri_length check (char_length(client_uri) <= 2048),
    constraint oauth_clients_logo_uri_length check (char_length(logo_uri) <= 2048),
    constraint oauth_clients_token_endpoint_auth_method_check check (
        token_endpoint_auth_method in ('client_secret_basic', 'client_secret_post', 'none'))
);

-- unless: to_regclass('auth.sessions') is not null
create table auth.sessions (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz,
    updated_at timestamptz,
    factor_id uuid,
    aal auth.aal_level,
    not_after timestamptz,
    refreshed_at timestamp,
    user_agent text,
    ip inet,
    tag text,
    oauth_client_id uuid references auth.oauth_clients (id) on delete cascade,
    refresh_token_hmac_key text,
    refresh_token_counter bigint,
    scopes text constraint sessions_scopes_length check (char_length(scopes) <= 4096)
);

-- unless: to_regclass('auth.refresh_tokens') is not null
create table auth.refresh_tokens (
    instance_id uuid,
    id bigserial primary key,
    token varchar(255) constraint refresh_tokens_token_unique unique,
    user_id varchar(255),
    revoked boolean,
    created_at timestamptz,
    updated_at timestamptz,
    parent varchar(255),
    session_id uuid references auth.sessions (id) on delete cascade
);

-- unless: to_regclass('auth.mfa_factors') is not null
create table auth.mfa_factors (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    friendly_name text,
    factor_type auth.factor_type not null,
    status auth.factor_status not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    secret text,
    phone text,
    last_challenged_at timestamptz unique,
    web_authn_credential jsonb,
    web_authn_aaguid uuid,
    last_webauthn_challenge_data jsonb
);

-- unless: to_regclass('auth.mfa_challenges') is not null
create table auth.mfa_challenges (
    id uuid primary key,
    factor_id uuid not null constraint mfa_challenges_auth_factor_id_fkey
        references auth.mfa_factors (id) on delete cascade,
    created_at timestamptz not null,
    verified_at timestamptz,
    ip_address inet not null,
    otp_code text,
    web_authn_session_data jsonb
);

-- unless: to_regclass('auth.mfa_amr_claims') is not null
create table auth.mfa_amr_claims (
    session_id uuid not null references auth.sessions (id) on delete cascade,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    authentication_method text not null,
    id uuid constraint amr_id_pk primary key,
    constraint mfa_amr_claims_session_id_authentication_method_pkey
        unique (session_id, authentication_method)
);

-- unless: to_regclass('auth.one_time_tokens') is not null
create table auth.one_time_tokens (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    token_type auth.one_time_token_type not null,
    token_hash text not null check (char_length(token_hash) > 0),
    relates_to text not null,
    created_at timestamp not null default now(),
    updated_at timestamp not null default now()
);

-- unless: to_regclass('auth.flow_state') is not null
create table auth.flow_state (
    id uuid primary key,
    user_id uuid,
    auth_code text,
    code_challenge_method auth.code_challenge_method,
    code_challenge text,
    provider_type text not null,
    provider_access_token text,
    provider_refresh_token text,
    created_at timestamptz,
    updated_at timestamptz,
    authentication_method text not null,
    auth_code_issued_at timestamptz,
    invite_token text,
    referrer text,
    oauth_client_state_id uuid,
    linking_target_id uuid,
    email_optional boolean not null default false
);

-- unless: to_regclass('auth.audit_log_entries') is not null
create table auth.audit_log_entries (
    instance_id uuid,
    id uuid primary key,
    payload json,
    created_at timestamptz,
    ip_address varchar(64) not null default ''
);

-- The time of confirmation was once that of the address alone.
-- unless columns: auth.users email_confirmed_at
-- unless: not exists (
--     select from pg_attribute
--     where attrelid = 'auth.users'::regclass and attname = 'confirmed_at')
alter table auth.users rename column confirmed_at to email_confirmed_at;

-- unless columns: auth.users email_change_token_new
-- unless: not exists (
--     select from pg_attribute
--     where attrelid = 'auth.users'::regclass and attname = 'email_change_token')
alter table auth.users rename column email_change_token to email_change_token_new;
