-- Indexes of the schema auth. Tokens that are digits alone are codes typed by people, which need
-- not differ; an address belongs to one account, unless an organisation's provider vouches for it.

-- unless: to_regclass('auth.confirmation_token_idx') is not null
create unique index confirmation_token_idx on auth.users (confirmation_token)
    where confirmation_token !~ '^[0-9 ]*$';

-- unless: to_regclass('auth.recovery_token_idx') is not null
create unique index recovery_token_idx on auth.users (recovery_token)
    where recovery_token !~ '^[0-9 ]*$';

-- unless: to_regclass('auth.email_change_token_current_idx') is not null
create unique index email_change_token_current_idx on auth.users (email_change_token_current)
    where email_change_token_current !~ '^[0-9 ]*$';

-- unless: to_regclass('auth.email_change_token_new_idx') is not null
create unique index email_change_token_new_idx on auth.users (email_change_token_new)
    where email_change_token_new !~ '^[0-9 ]*$';

-- unless: to_regclass('auth.reauthentication_token_idx') is not null
create unique index reauthentication_token_idx on auth.users (reauthentication_token)
    where reauthentication_token !~ '^[0-9 ]*$';

-- unless: to_regclass('auth.users_email_partial_key') is not null
create unique index users_email_partial_key on auth.users (email)
    where is_sso_user = false;

-- unless: to_regclass('auth.users_instance_id_idx') is not null
create index users_instance_id_idx on auth.users (instance_id);

-- unless: to_regclass('auth.users_instance_id_email_idx') is not null
create index users_instance_id_email_idx on auth.users (instance_id, lower(email));

-- unless: to_regclass('auth.users_is_anonymous_idx') is not null
create index users_is_anonymous_idx on auth.users (is_anonymous);

-- unless: to_regclass('auth.identities_user_id_idx') is not null
create index identities_user_id_idx on auth.identities (user_id);

-- unless: to_regclass('auth.identities_email_idx') is not null
create index identities_email_idx on auth.identities (email text_pattern_ops);

-- unless: to_regclass('auth.sessions_user_id_idx') is not null
create index sessions_user_id_idx on auth.sessions (user_id);

-- unless: to_regclass('auth.user_id_created_at_idx') is not null
create index user_id_created_at_idx on auth.sessions (user_id, created_at);

-- unless: to_regclass('auth.sessions_not_after_idx') is not null
create index sessions_not_after_idx on auth.sessions (not_after desc);

-- unless: to_regclass('auth.sessions_oauth_client_id_idx') is not null
create index sessions_oauth_client_id_idx on auth.sessions (oauth_client_id);

-- unless: to_regclass('auth.refresh_tokens_instance_id_idx') is not null
create index refresh_tokens_instance_id_idx on auth.refresh_tokens (instance_id);

-- unless: to_regclass('auth.refresh_tokens_instance_id_user_id_idx') is not null
create index refresh_tokens_instance_id_user_id_idx on auth.refresh_tokens (instance_id, user_id);

-- unless: to_regclass('auth.refresh_tokens_token_unique') is not null
create unique index refresh_tokens_token_unique on auth.refresh_tokens (token);

-- unless: to_regclass('auth.refresh_tokens_parent_idx') is not null
create index refresh_tokens_parent_idx on auth.refresh_tokens (parent);

-- unless: to_regclass('auth.refresh_tokens_session_id_revoked_idx') is not null
create index refresh_tokens_session_id_revoked_idx on auth.refresh_tokens (session_id, revoked);

-- unless: to_regclass('auth.refresh_tokens_updated_at_idx') is not null
create index refresh_tokens_updated_at_idx on auth.refresh_tokens (updated_at desc);

-- unless: to_regclass('auth.factor_id_created_at_idx') is not null
create index factor_id_created_at_idx on auth.mfa_factors (user_id, created_at);

-- unless: to_regclass('auth.mfa_factors_user_id_idx') is not null
create index mfa_factors_user_id_idx on auth.mfa_factors (user_id);

-- unless: to_regclass('auth.mfa_factors_user_friendly_name_unique') is not null
create unique index mfa_factors_user_friendly_name_unique
    on auth.mfa_factors (friendly_name, user_id) where trim(friendly_name) <> '';

-- unless: to_regclass('auth.unique_phone_factor_per_user') is not null
create unique index unique_phone_factor_per_user on auth.mfa_factors (user_id, phone);

-- unless: to_regclass('auth.mfa_challenge_created_at_idx') is not null
create index mfa_challenge_created_at_idx on auth.mfa_challenges (created_at desc);

-- unless: to_regclass('auth.one_time_tokens_token_hash_hash_idx') is not null
create index one_time_tokens_token_hash_hash_idx on auth.one_time_tokens using hash (token_hash);

-- unless: to_regclass('auth.one_time_tokens_relates_to_hash_idx') is not null
create index one_time_tokens_relates_to_hash_idx on auth.one_time_tokens using hash (relates_to);

-- unless: to_regclass('auth.one_time_tokens_user_id_token_type_key') is not null
create unique index one_time_tokens_user_id_token_type_key
    on auth.one_time_tokens (user_id, token_type);

-- unless: to_regclass('auth.flow_state_created_at_idx') is not null
create index flow_state_created_at_idx on auth.flow_state (created_at desc);

-- unless: to_regclass('auth.idx_auth_code') is not null
create index idx_auth_code on auth.flow_state (auth_code);

-- unless: to_regclass('auth.idx_user_id_auth_method') is not null
create index idx_user_id_auth_method on auth.flow_state (user_id, authentication_method);

-- unless: to_regclass('auth.audit_logs_instance_id_idx') is not null
create index audit_logs_instance_id_idx on auth.audit_log_entries (instance_id);

-- unless: to_regclass('auth.sso_providers_resource_id_idx') is not null
create unique index sso_providers_resource_id_idx on auth.sso_providers (lower(resource_id));

-- unless: to_regclass('auth.sso_providers_resource_id_pattern_idx') is not null
create index sso_providers_resource_id_pattern_idx
    on auth.sso_providers (resource_id text_pattern_ops);

-- unless: to_regclass('auth.sso_domains_domain_idx') is not null
create unique index sso_domains_domain_idx on auth.sso_domains (lower(domain));

-- unless: to_regclass('auth.sso_domains_sso_provider_id_idx') is not null
create index sso_domains_sso_provider_id_idx on auth.sso_domains (sso_provider_id);

-- unless: to_regclass('auth.saml_providers_sso_provider_id_idx') is not null
create index saml_providers_sso_provider_id_idx on auth.saml_providers (sso_provider_id);

-- unless: to_regclass('auth.saml_relay_states_sso_provider_id_idx') is not null
create index saml_relay_states_sso_provider_id_idx on auth.saml_relay_states (sso_provider_id);

-- unless: to_regclass('auth.saml_relay_states_for_email_idx') is not null
create index saml_relay_states_for_email_idx on auth.saml_relay_states (for_email);

-- unless: to_regclass('auth.saml_relay_states_created_at_idx') is not null
create index saml_relay_states_created_at_idx on auth.saml_relay_states (created_at desc);

-- unless: to_regclass('auth.oauth_clients_deleted_at_idx') is not null
create index oauth_clients_deleted_at_idx on auth.oauth_clients (deleted_at);

-- unless: to_regclass('auth.oauth_auth_pending_exp_idx') is not null
create index oauth_auth_pending_exp_idx on auth.oauth_authorizations (expires_at)
    where status = 'pending';

-- unless: to_regclass('auth.oauth_consents_active_client_idx') is not null
create index oauth_consents_active_client_idx on auth.oauth_consents (client_id)
    where revoked_at is null;

-- unless: to_regclass('auth.oauth_consents_active_user_client_idx') is not null
create index oauth_consents_active_user_client_idx on auth.oauth_consents (user_id, client_id)
    where revoked_at is null;

-- unless: to_regclass('auth.oauth_consents_user_order_idx') is not null
create index oauth_consents_user_order_idx on auth.oauth_consents (user_id, granted_at desc);

-- unless: to_regclass('auth.idx_oauth_client_states_created_at') is not null
create index idx_oauth_client_states_created_at on auth.oauth_client_states (created_at);

-- unless: to_regclass('auth.custom_oauth_providers_identifier_idx') is not null
create index custom_oauth_providers_identifier_idx on auth.custom_oauth_providers (identifier);

-- unless: to_regclass('auth.custom_oauth_providers_provider_type_idx') is not null
create index custom_oauth_providers_provider_type_idx
    on auth.custom_oauth_providers (provider_type);

-- unless: to_regclass('auth.custom_oauth_providers_enabled_idx') is not null
create index custom_oauth_providers_enabled_idx on auth.custom_oauth_providers (enabled);

-- unless: to_regclass('auth.custom_oauth_providers_created_at_idx') is not null
create index custom_oauth_providers_created_at_idx on auth.custom_oauth_providers (created_at);

-- unless: to_regclass('auth.webauthn_credentials_credential_id_key') is not null
create unique index webauthn_credentials_credential_id_key
    on auth.webauthn_credentials (credential_id);

-- unless: to_regclass('auth.webauthn_credentials_user_id_idx') is not null
create index webauthn_credentials_user_id_idx on auth.webauthn_credentials (user_id);

-- unless: to_regclass('auth.webauthn_challenges_user_id_idx') is not null
create index webauthn_challenges_user_id_idx on auth.webauthn_challenges (user_id);

-- unless: to_regclass('auth.webauthn_challenges_expires_at_idx') is not null
create index webauthn_challenges_expires_at_idx on auth.webauthn_challenges (expires_at);

-- Deletions look these up; the names are Loam's own.
-- unless: to_regclass('auth.mfa_challenges_factor_id_idx') is not null
create index mfa_challenges_factor_id_idx on auth.mfa_challenges (factor_id);

-- unless: to_regclass('auth.saml_relay_states_flow_state_id_idx') is not null
create index saml_relay_states_flow_state_id_idx on auth.saml_relay_states (flow_state_id);

-- unless: to_regclass('auth.oauth_authorizations_client_id_idx') is not null
create index oauth_authorizations_client_id_idx on auth.oauth_authorizations (client_id);

-- unless: to_regclass('auth.oauth_authorizations_user_id_idx') is not null
create index oauth_authorizations_user_id_idx on auth.oauth_authorizations (user_id);
