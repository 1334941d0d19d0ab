-- What tables of an older Supabase project lack. A table that auth_tables.sql or
-- auth_federation.sql has just made lacks nothing.

-- unless columns: auth.users email_confirmed_at email_change_token_new phone
--     phone_confirmed_at phone_change phone_change_token phone_change_sent_at
--     email_change_token_current email_change_confirm_status banned_until reauthentication_token
--     reauthentication_sent_at is_sso_user deleted_at is_anonymous
-- title: newer columns of auth.users
alter table auth.users
    add column if not exists email_confirmed_at timestamptz,
    add column if not exists email_change_token_new varchar(255),
    add column if not exists phone text unique default null,
    add column if not exists phone_confirmed_at timestamptz,
    add column if not exists phone_change text default '',
    add column if not exists phone_change_token varchar(255) default '',
    add column if not exists phone_change_sent_at timestamptz,
    add column if not exists email_change_token_current varchar(255) default '',
    add column if not exists email_change_confirm_status smallint default 0
        check (email_change_confirm_status between 0 and 2),
    add column if not exists banned_until timestamptz,
    add column if not exists reauthentication_token varchar(255) default '',
    add column if not exists reauthentication_sent_at timestamptz,
    add column if not exists is_sso_user boolean not null default false,
    add column if not exists deleted_at timestamptz,
    add column if not exists is_anonymous boolean not null default false;

-- Accounts of organisations' providers may share an address: a partial index takes its place.
-- unless: not exists (
--     select from pg_constraint
--     where conrelid = 'auth.users'::regclass and conname = 'users_email_key')
alter table auth.users drop constraint users_email_key;

-- unless columns: auth.users confirmed_at
-- title: auth.users.confirmed_at
alter table auth.users add column confirmed_at timestamptz
    generated always as (least(email_confirmed_at, phone_confirmed_at)) stored;

-- The key was once the provider's own name of the account.
-- unless columns: auth.identities provider_id
-- title: auth.identities.provider_id
do $$
begin
    alter table auth.identities rename column id to provider_id;
    alter table auth.identities drop constraint if exists identities_pkey;
    alter table auth.identities
        add column id uuid primary key default gen_random_uuid(),
        add constraint identities_provider_id_provider_unique unique (provider_id, provider);
end
$$;

-- unless columns: auth.identities email
-- title: auth.identities.email
alter table auth.identities add column email text
    generated always as (lower(identity_data ->> 'email')) stored;

-- unless columns: auth.oauth_clients client_type token_endpoint_auth_method
-- title: newer columns of auth.oauth_clients
alter table auth.oauth_clients
    add column if not exists client_type auth.oauth_client_type
        not null default 'confidential',
    add column if not exists token_endpoint_auth_method text
        not null default 'client_secret_basic';

-- unless columns: auth.sessions factor_id aal not_after refreshed_at user_agent ip tag
--     oauth_client_id refresh_token_hmac_key refresh_token_counter scopes
-- title: newer columns of auth.sessions
alter table auth.sessions
    add column if not exists factor_id uuid,
    add column if not exists aal auth.aal_level,
    add column if not exists not_after timestamptz,
    add column if not exists refreshed_at timestamp,
    add column if not exists user_agent text,
    add column if not exists ip inet,
    add column if not exists tag text,
    add column if not exists oauth_client_id uuid
        references auth.oauth_clients (id) on delete cascade,
    add column if not exists refresh_token_hmac_key text,
    add column if not exists refresh_token_counter bigint,
    add column if not exists scopes text
        constraint sessions_scopes_length check (char_length(scopes) <= 4096);

-- unless columns: auth.refresh_tokens parent session_id
-- title: newer columns of auth.refresh_tokens
alter table auth.refresh_tokens
    add column if not exists parent varchar(255),
    add column if not exists session_id uuid references auth.sessions (id) on delete cascade;

-- unless columns: auth.mfa_factors phone last_challenged_at web_authn_credential
--     web_authn_aaguid last_webauthn_challenge_data
-- title: newer columns of auth.mfa_factors
alter table auth.mfa_factors
    add column if not exists phone text,
    add column if not exists last_challenged_at timestamptz unique,
    add column if not exists web_authn_credential jsonb,
    add column if not exists web_authn_aaguid uuid,
    add column if not exists last_webauthn_challenge_data jsonb;

-- unless columns: auth.mfa_challenges otp_code web_authn_session_data
-- title: newer columns of auth.mfa_challenges
alter table auth.mfa_challenges
    add column if not exists otp_code text,
    add column if not exists web_authn_session_data jsonb;

-- unless columns: auth.mfa_amr_claims id
-- title: auth.mfa_amr_claims.id
alter table auth.mfa_amr_claims
    add column id uuid not null default gen_random_uuid();

-- unless columns: auth.flow_state authentication_method auth_code_issued_at invite_token
--     referrer oauth_client_state_id linking_target_id email_optional
-- title: newer columns of auth.flow_state
alter table auth.flow_state
    alter column code_challenge drop not null,
    alter column code_challenge_method drop not null,
    alter column auth_code drop not null,
    add column if not exists authentication_method text not null default '',
    add column if not exists auth_code_issued_at timestamptz,
    add column if not exists invite_token text,
    add column if not exists referrer text,
    add column if not exists oauth_client_state_id uuid,
    add column if not exists linking_target_id uuid,
    add column if not exists email_optional boolean not null default false;

-- unless columns: auth.audit_log_entries ip_address
-- title: auth.audit_log_entries.ip_address
alter table auth.audit_log_entries
    add column ip_address varchar(64) not null default '';

-- unless columns: auth.sso_providers disabled
alter table auth.sso_providers add column disabled boolean;

-- unless columns: auth.saml_providers name_id_format
alter table auth.saml_providers add column name_id_format text;

-- unless columns: auth.saml_relay_states flow_state_id
-- title: auth.saml_relay_states.flow_state_id
alter table auth.saml_relay_states
    add column flow_state_id uuid references auth.flow_state (id) on delete cascade;

-- unless columns: auth.oauth_authorizations nonce
-- title: auth.oauth_authorizations.nonce
alter table auth.oauth_authorizations add column nonce text
    constraint oauth_authorizations_nonce_length check (char_length(nonce) <= 255);

-- unless columns: auth.custom_oauth_providers email_optional
-- title: auth.custom_oauth_providers.email_optional
alter table auth.custom_oauth_providers
    add column email_optional boolean not null default false;
