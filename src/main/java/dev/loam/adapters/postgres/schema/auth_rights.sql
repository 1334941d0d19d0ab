-- Who may do what in the schema auth. The API's roles see nothing of it: row-level security without
-- a policy stands behind missing rights. The role postgres may reference and watch accounts.

-- title: row-level security of auth
-- once: row-level security of auth
do $$
declare
    made record;
begin
    for made in
        select relname as name
        from pg_class
        where relnamespace = 'auth'::regnamespace and pg_get_userbyid(relowner) = current_user
            and relkind = 'r' and relname in (
                'audit_log_entries', 'custom_oauth_providers', 'flow_state', 'identities',
                'instances', 'mfa_amr_claims', 'mfa_challenges', 'mfa_factors',
                'oauth_authorizations', 'oauth_client_states', 'oauth_clients', 'oauth_consents',
                'one_time_tokens', 'refresh_tokens', 'saml_providers', 'saml_relay_states',
                'schema_migrations', 'sessions', 'sso_domains', 'sso_providers', 'users',
                'webauthn_challenges', 'webauthn_credentials')
    loop
        execute format('alter table auth.%I enable row level security', made.name);
    end loop;
end
$$;

-- title: rights on tables of auth
-- once: rights on tables of auth
do $$
declare
    made record;
begin
    for made in
        select relname as name
        from pg_class
        where relnamespace = 'auth'::regnamespace and pg_get_userbyid(relowner) = current_user
            and relkind = 'r' and relrowsecurity
    loop
        execute format('grant all on auth.%I to supabase_auth_admin, postgres, dashboard_user',
            made.name);
        execute format('grant select on auth.%I to postgres with grant option', made.name);
    end loop;
    grant all on sequence auth.refresh_tokens_id_seq
        to supabase_auth_admin, postgres, dashboard_user;
end
$$;
