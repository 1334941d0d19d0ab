// Sign-in with other services as @supabase/supabase-js drives it.
// Usage: node external.mjs URL ANON_KEY ID_TOKEN NONCE; the services are `house` and `second`.
// Prints one line of JSON a flow: {"name", "problem"}.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { createClient } = require('@supabase/supabase-js');
const ws = require('ws');
const [url, anon, idToken, nonce] = process.argv.slice(2);
const redirectTo = 'http://127.0.0.1:3000/welcome';

/** A client with a memory of its own, as one browser has it. */
function client(flowType = 'pkce') {
  const kept = new Map();
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v),
    removeItem: (k) => kept.delete(k) };
  return createClient(url, anon, { realtime: { transport: ws },
    auth: { autoRefreshToken: false, persistSession: true, storage, flowType } });
}

function ok({ data, error }) {
  assert.equal(error, null, error && `${error.code}: ${error.message}`);
  return data;
}

/** Goes where the browser would, until it is back at the app. */
async function browse(address) {
  let at = address;
  for (let hops = 0; hops < 5 && !at.startsWith(redirectTo); hops++) {
    const answer = await fetch(at, { redirect: 'manual' });
    assert.ok([302, 303].includes(answer.status), `${answer.status}: ${await answer.text()}`);
    at = answer.headers.get('location');
  }
  return new URL(at);
}

async function begun(supabase, options = {}) {
  return ok(await supabase.auth.signInWithOAuth({ provider: 'house',
    options: { redirectTo, skipBrowserRedirect: true, ...options } })).url;
}

async function signedIn(supabase) {
  const code = (await browse(await begun(supabase))).searchParams.get('code');
  return ok(await supabase.auth.exchangeCodeForSession(code));
}

const flows = {
  'with a verifier': async () => {
    const supabase = client();
    const { session, user } = await signedIn(supabase);
    assert.equal(user.email, 'ann@example.com');
    assert.equal(session.provider_token, 'provider-access');
    assert.equal(session.provider_refresh_token, 'provider-refresh');
    assert.equal(user.identities[0].provider, 'house');
    assert.equal(ok(await supabase.auth.getUser()).user.id, user.id);
    assert.notEqual(ok(await supabase.auth.refreshSession()).session, null);
  },
  'a code is worth nothing in another browser': async () => {
    const code = (await browse(await begun(client()))).searchParams.get('code');
    const other = client();
    await begun(other);
    assert.equal((await other.auth.exchangeCodeForSession(code)).error?.code,
      'bad_code_verifier');
  },
  'without a verifier': async () => {
    const supabase = client('implicit');
    const landed = await browse(await begun(supabase));
    const tokens = new URLSearchParams(landed.hash.slice(1));
    assert.equal(tokens.get('provider_token'), 'provider-access');
    const { user } = ok(await supabase.auth.setSession({
      access_token: tokens.get('access_token'), refresh_token: tokens.get('refresh_token') }));
    assert.equal(user.email, 'ann@example.com');
  },
  'scopes and parameters go through': async () => {
    const answer = await fetch(await begun(client(), { scopes: 'calendar',
      queryParams: { prompt: 'consent' } }), { redirect: 'manual' });
    const there = new URL(answer.headers.get('location')).searchParams;
    assert.match(there.get('scope'), /openid.* calendar/);
    assert.equal(there.get('prompt'), 'consent');
  },
  'an ID token with its nonce': async () => {
    const { user } = ok(await client().auth.signInWithIdToken(
      { provider: 'house', token: idToken, nonce }));
    assert.equal(user.email, 'ann@example.com');
    assert.equal((await client().auth.signInWithIdToken(
      { provider: 'house', token: idToken, nonce: 'another' })).error?.code,
    'validation_failed');
  },
  'identities are linked and unlinked': async () => {
    const supabase = client();
    const { user } = await signedIn(supabase);
    const link = ok(await supabase.auth.linkIdentity({ provider: 'second',
      options: { redirectTo, skipBrowserRedirect: true } })).url;
    const code = (await browse(link)).searchParams.get('code');
    assert.equal(ok(await supabase.auth.exchangeCodeForSession(code)).user.id, user.id);
    const { identities } = ok(await supabase.auth.getUserIdentities());
    assert.deepEqual(identities.map((one) => one.provider).sort(), ['house', 'second']);
    ok(await supabase.auth.unlinkIdentity(identities.find((one) => one.provider === 'second')));
    const last = ok(await supabase.auth.getUserIdentities()).identities;
    assert.equal((await supabase.auth.unlinkIdentity(last[0])).error?.code,
      'single_identity_not_deletable');
  },
};

for (const [name, flow] of Object.entries(flows)) {
  let problem = null;
  try {
    await flow();
  } catch (wrong) {
    problem = wrong.stack ?? String(wrong);
  }
  console.log(JSON.stringify({ name, problem }));
}
process.exit(0);
