// Flows that @supabase/supabase-js drives against the auth API.
// Usage: node auth.mjs MODE URL ANON_KEY SERVICE_KEY; MODE is `open` (addresses count without
// proof) or `strict`. Prints one line of JSON a flow: {"name", "problem"}.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { createClient } = require('@supabase/supabase-js');
const ws = require('ws');
const [mode, url, anon, service] = process.argv.slice(2);
const site = 'http://127.0.0.1:3000';

/** A client with a memory of its own, as one browser has it. */
function client(options = {}, key = anon) {
  const kept = new Map();
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v),
    removeItem: (k) => kept.delete(k) };
  return createClient(url, key, { realtime: { transport: ws },
    auth: { autoRefreshToken: false, persistSession: true, storage, ...options } });
}

const admin = client({ persistSession: false }, service).auth.admin;
let count = 0;
const address = () => `person${++count}.${mode}@example.org`;
const number = () => `4915550${String(100000 + ++count)}`;
const password = 'correct horse 1';

function ok({ data, error }) {
  assert.equal(error, null, error && `${error.code}: ${error.message}`);
  return data;
}

function refused({ error }, code) {
  assert.equal(error?.code, code, error?.message);
}

/** The newest message to an address, once there are at least so many. */
async function message(to, atLeast = 1) {
  for (;;) {
    const all = await (await fetch(`${url}/auth/dev/mailbox/messages.json`)).json();
    const found = all.filter((one) => one.to.replace('+', '') === to);
    if (found.length >= atLeast) return found[0];
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

const code = (mail) => (mail.text ?? mail.html).match(/\b\d{6}\b/)[0];
const link = (mail) => mail.html.match(/href="([^"]*\/verify[^"]*)"/)[1].replaceAll('&amp;', '&');

/** Where the link of a mail leads. */
async function follow(mail) {
  const answer = await fetch(link(mail), { redirect: 'manual' });
  assert.equal(answer.status, 303);
  return new URL(answer.headers.get('location'));
}

async function signedUp(supabase = client(), email = address()) {
  ok(await supabase.auth.signUp({ email, password }));
  if (mode === 'strict') {
    ok(await supabase.auth.verifyOtp({ email, type: 'signup', token: code(await message(email)) }));
  }
  return { supabase, email };
}

const both = {
  'sign up, sign out, sign in': async () => {
    const { supabase, email } = await signedUp();
    const before = ok(await supabase.auth.getUser()).user;
    ok(await supabase.auth.signOut());
    assert.equal(ok(await supabase.auth.getSession()).session, null);
    const { user, session } = ok(await supabase.auth.signInWithPassword({ email, password }));
    assert.equal(user.id, before.id);
    assert.equal(session.token_type, 'bearer');
    refused(await client().auth.signInWithPassword({ email, password: 'wrong' }),
      'invalid_credentials');
    refused(await client().auth.signInWithPassword({ email: address(), password }),
      'invalid_credentials');
  },
  'claims are verified': async () => {
    const { supabase, email } = await signedUp();
    const { claims } = ok(await supabase.auth.getClaims());
    assert.equal(claims.email, email);
    assert.equal(claims.role, 'authenticated');
    assert.equal(claims.aal, 'aal1');
    assert.equal(claims.is_anonymous, false);
    const level = ok(await supabase.auth.mfa.getAuthenticatorAssuranceLevel());
    assert.deepEqual([level.currentLevel, level.nextLevel], ['aal1', 'aal1']);
  },
  'refresh': async () => {
    const { supabase } = await signedUp();
    const before = ok(await supabase.auth.getSession()).session;
    const { session } = ok(await supabase.auth.refreshSession());
    assert.notEqual(session.refresh_token, before.refresh_token);
    const other = client();
    ok(await other.auth.setSession(session));
    refused(await client().auth.refreshSession({ refresh_token: 'no-such-token' }),
      'refresh_token_not_found');
  },
  'row-level security knows the user': async () => {
    const { supabase } = await signedUp();
    const { user } = ok(await supabase.auth.getUser());
    ok(await supabase.from('note').insert({ text: 'mine' }));
    const rows = ok(await supabase.from('note').select('owner, text'));
    assert.deepEqual(rows, [{ owner: user.id, text: 'mine' }]);
    assert.deepEqual(ok(await (await signedUp()).supabase.from('note').select()), []);
    assert.deepEqual(ok(await client().from('note').select()), []);
  },
  'anonymous, then somebody': async () => {
    const supabase = client();
    const { user } = ok(await supabase.auth.signInAnonymously({ options: { data: { a: 1 } } }));
    assert.equal(user.is_anonymous, true);
    assert.deepEqual(user.identities, []);
    const email = address();
    const changed = ok(await supabase.auth.updateUser({ email })).user;
    if (mode === 'strict') {
      assert.equal(changed.new_email, email);
      ok(await supabase.auth.verifyOtp({ email, type: 'email_change',
        token: code(await message(email)) }));
    }
    const after = ok(await supabase.auth.getUser()).user;
    assert.equal(after.id, user.id);
    assert.equal(after.email, email);
    assert.equal(after.is_anonymous, false);
    assert.equal(after.user_metadata.a, 1);
  },
  'new data and password': async () => {
    const { supabase, email } = await signedUp();
    const { user } = ok(await supabase.auth.updateUser({ data: { color: 'red', gone: 1 } }));
    assert.equal(user.user_metadata.color, 'red');
    ok(await supabase.auth.updateUser({ data: { gone: null } }));
    assert.equal('gone' in ok(await supabase.auth.getUser()).user.user_metadata, false);
    refused(await supabase.auth.updateUser({ password }), 'same_password');
    refused(await supabase.auth.updateUser({ password: 'x' }), 'weak_password');
    ok(await supabase.auth.updateUser({ password: 'another one 2' }));
    ok(await client().auth.signInWithPassword({ email, password: 'another one 2' }));
  },
  'one-time code by mail': async () => {
    const { email } = await signedUp();
    const supabase = client();
    ok(await supabase.auth.signInWithOtp({ email }));
    const mail = await message(email, mode === 'strict' ? 2 : 1);
    refused(await supabase.auth.verifyOtp({ email, type: 'email', token: '000000' }),
      'otp_expired');
    const { session } = ok(await supabase.auth.verifyOtp({ email, type: 'email',
      token: code(mail) }));
    assert.ok(session.access_token);
    refused(await supabase.auth.verifyOtp({ email, type: 'email', token: code(mail) }),
      'otp_expired');
  },
  'magic link, tokens at the end of the address': async () => {
    const { email } = await signedUp();
    ok(await client().auth.signInWithOtp({ email, options: { emailRedirectTo: `${site}/in` } }));
    const place = await follow(await message(email, mode === 'strict' ? 2 : 1));
    assert.equal(place.origin + place.pathname, `${site}/in`);
    const parts = new URLSearchParams(place.hash.slice(1));
    assert.equal(parts.get('type'), 'magiclink');
    ok(await client().auth.setSession({ access_token: parts.get('access_token'),
      refresh_token: parts.get('refresh_token') }));
  },
  'magic link with a verifier': async () => {
    const { email } = await signedUp();
    const supabase = client({ flowType: 'pkce' });
    ok(await supabase.auth.signInWithOtp({ email }));
    const mail = await message(email, mode === 'strict' ? 2 : 1);
    const place = await follow(mail);
    const shown = place.searchParams.get('code');
    assert.ok(shown);
    const { session } = ok(await supabase.auth.exchangeCodeForSession(shown));
    assert.equal(session.user.email, email);
    refused(await client({ flowType: 'pkce' }).auth.exchangeCodeForSession(shown),
      'pkce_code_verifier_not_found');
    const again = await follow(mail);
    assert.equal(again.searchParams.get('error_code'), 'otp_expired');
    assert.match(again.hash, /error_code=otp_expired/);
  },
  'a forgotten password': async () => {
    const { email } = await signedUp();
    const supabase = client();
    ok(await supabase.auth.resetPasswordForEmail(email, { redirectTo: 'http://evil.example/' }));
    ok(await supabase.auth.resetPasswordForEmail(address()));
    const mail = await message(email, mode === 'strict' ? 2 : 1);
    const place = await follow(mail);
    assert.equal(place.origin, site);
    const parts = new URLSearchParams(place.hash.slice(1));
    assert.equal(parts.get('type'), 'recovery');
    ok(await supabase.auth.setSession({ access_token: parts.get('access_token'),
      refresh_token: parts.get('refresh_token') }));
    ok(await supabase.auth.updateUser({ password: 'remembered 3' }));
    ok(await client().auth.signInWithPassword({ email, password: 'remembered 3' }));
  },
  'one-time code to a telephone': async () => {
    const phone = number();
    const supabase = client();
    ok(await supabase.auth.signInWithOtp({ phone: `+${phone}` }));
    const { user } = ok(await supabase.auth.verifyOtp({ phone, type: 'sms',
      token: code(await message(phone)) }));
    assert.equal(user.phone, phone);
    assert.ok(user.phone_confirmed_at);
  },
  'a number for tests': async () => {
    const supabase = client();
    ok(await supabase.auth.signInWithOtp({ phone: '+491701234567' }));
    ok(await supabase.auth.verifyOtp({ phone: '+491701234567', type: 'sms', token: '123456' }));
  },
  'sign-out scopes': async () => {
    const { supabase, email } = await signedUp();
    const second = client();
    ok(await second.auth.signInWithPassword({ email, password }));
    ok(await supabase.auth.signOut({ scope: 'others' }));
    refused(await second.auth.refreshSession(), 'refresh_token_not_found');
    ok(await supabase.auth.refreshSession());
    const third = client();
    ok(await third.auth.signInWithPassword({ email, password }));
    ok(await supabase.auth.signOut({ scope: 'local' }));
    ok(await third.auth.refreshSession());
    const fourth = client();
    ok(await fourth.auth.signInWithPassword({ email, password }));
    ok(await third.auth.signOut());
    refused(await fourth.auth.refreshSession(), 'refresh_token_not_found');
  },
  'reauthentication': async () => {
    const { supabase, email } = await signedUp();
    ok(await supabase.auth.reauthenticate());
    assert.ok(code(await message(email, mode === 'strict' ? 2 : 1)));
  },
  'administration': async () => {
    const email = address();
    const { user } = ok(await admin.createUser({ email, password, email_confirm: true,
      user_metadata: { a: 1 }, app_metadata: { plan: 'free' } }));
    assert.equal(user.app_metadata.plan, 'free');
    ok(await client().auth.signInWithPassword({ email, password }));
    const changed = ok(await admin.updateUserById(user.id, { user_metadata: { b: 2 },
      app_metadata: { plan: null }, ban_duration: '24h' })).user;
    assert.equal(changed.user_metadata.a, 1);
    assert.equal(changed.user_metadata.b, 2);
    assert.equal('plan' in changed.app_metadata, false);
    assert.ok(changed.banned_until);
    refused(await client().auth.signInWithPassword({ email, password }), 'user_banned');
    ok(await admin.updateUserById(user.id, { ban_duration: 'none' }));
    ok(await client().auth.signInWithPassword({ email, password }));
    refused(await admin.createUser({ email, password }), 'email_exists');
    assert.equal(ok(await admin.getUserById(user.id)).user.email, email);
    const page = ok(await admin.listUsers({ page: 1, perPage: 1 }));
    assert.equal(page.users.length, 1);
    assert.equal(page.nextPage, 2);
    assert.ok(page.total > 1);
    ok(await admin.deleteUser(user.id));
    refused(await admin.getUserById(user.id), 'user_not_found');
    refused(await client().auth.admin.listUsers(), 'not_admin');
  },
  'factors and passkeys of others': async () => {
    const { supabase } = await signedUp();
    const factor = ok(await supabase.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'app' }));
    const userId = ok(await supabase.auth.getUser()).user.id;
    const { factors } = ok(await admin.mfa.listFactors({ userId }));
    assert.deepEqual(factors.map((one) => [one.id, one.status, one.friendly_name]),
      [[factor.id, 'unverified', 'app']]);
    // The client wraps what it got once more.
    assert.equal(ok(await admin.mfa.deleteFactor({ userId, id: factor.id })).data.id, factor.id);
    assert.deepEqual(ok(await admin.mfa.listFactors({ userId })).factors, []);
    assert.deepEqual(ok(await admin.passkey.listPasskeys({ userId })), []);
    refused(await admin.passkey.deletePasskey({ userId, passkeyId: userId }), 'passkey_not_found');
    refused(await client().auth.admin.mfa.listFactors({ userId }), 'not_admin');
  },
  'what there is not is said': async () => {
    refused(await client().auth.signInWithSSO({ domain: 'example.org' }), 'saml_provider_disabled');
  },
  'links of administrators': async () => {
    const email = address();
    const made = ok(await admin.generateLink({ type: 'signup', email, password }));
    assert.equal(made.user.email, email);
    assert.equal(made.properties.verification_type, 'signup');
    const { session } = ok(await client().auth.verifyOtp({ type: 'signup',
      token_hash: made.properties.hashed_token }));
    assert.equal(session.user.email, email);
    const recovery = ok(await admin.generateLink({ type: 'recovery', email }));
    ok(await client().auth.verifyOtp({ type: 'recovery', email,
      token: recovery.properties.email_otp }));
    const guest = address();
    assert.ok(ok(await admin.inviteUserByEmail(guest)).user.invited_at);
    const place = await follow(await message(guest));
    assert.equal(new URLSearchParams(place.hash.slice(1)).get('type'), 'invite');
    refused(await admin.generateLink({ type: 'recovery', email: address() }), 'user_not_found');
  },
  'an administrator signs somebody out': async () => {
    const { supabase } = await signedUp();
    const { session } = ok(await supabase.auth.getSession());
    ok(await admin.signOut(session.access_token, 'global'));
    refused(await supabase.auth.refreshSession(), 'refresh_token_not_found');
  },
  'second factor by time': async () => {
    const { supabase } = await signedUp();
    const factor = ok(await supabase.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'app' }));
    assert.match(factor.totp.qr_code, /^data:image\/svg\+xml;utf-8,/);
    assert.match(factor.totp.uri, /^otpauth:\/\/totp\//);
    refused(await supabase.auth.mfa.challengeAndVerify({ factorId: factor.id, code: '000000' }),
      'mfa_verification_failed');
    ok(await supabase.auth.mfa.challengeAndVerify({ factorId: factor.id,
      code: totp(factor.totp.secret) }));
    const level = ok(await supabase.auth.mfa.getAuthenticatorAssuranceLevel());
    assert.deepEqual([level.currentLevel, level.nextLevel], ['aal2', 'aal2']);
    const listed = ok(await supabase.auth.mfa.listFactors());
    assert.equal(listed.totp[0].status, 'verified');
    ok(await supabase.auth.mfa.unenroll({ factorId: factor.id }));
  },
  'settings of the session end with it': async () => {
    const { supabase } = await signedUp();
    const events = [];
    supabase.auth.onAuthStateChange((event) => events.push(event));
    ok(await supabase.auth.signOut());
    assert.ok(events.includes('SIGNED_OUT'));
  },
};

const open = {
  'an address that is taken is told': async () => {
    const { email } = await signedUp();
    refused(await client().auth.signUp({ email, password }), 'user_already_exists');
  },
  'codes for strangers who may not sign up': async () => {
    refused(await client().auth.signInWithOtp({ email: address(),
      options: { shouldCreateUser: false } }), 'otp_disabled');
  },
  'telephone with a password': async () => {
    const phone = number();
    const { session } = ok(await client().auth.signUp({ phone, password }));
    assert.equal(session.user.phone, phone);
    ok(await client().auth.signInWithPassword({ phone, password }));
  },
};

const strict = {
  'an address counts once it is proven': async () => {
    const email = address();
    const supabase = client();
    const { user, session } = ok(await supabase.auth.signUp({ email, password }));
    assert.equal(session, null);
    assert.ok(user.confirmation_sent_at);
    assert.equal(user.identities.length, 1);
    refused(await client().auth.signInWithPassword({ email, password }), 'email_not_confirmed');
    const place = await follow(await message(email));
    assert.equal(new URLSearchParams(place.hash.slice(1)).get('type'), 'signup');
    ok(await client().auth.signInWithPassword({ email, password }));
  },
  'an address that is taken is not told': async () => {
    const { email } = await signedUp();
    const { user, session } = ok(await client().auth.signUp({ email, password: 'something' }));
    assert.equal(session, null);
    assert.deepEqual(user.identities, []);
    ok(await client().auth.signInWithPassword({ email, password }));
  },
  'confirmation is sent again': async () => {
    const email = address();
    ok(await client().auth.signUp({ email, password }));
    await message(email);
    ok(await client().auth.resend({ type: 'signup', email }));
    ok(await client().auth.verifyOtp({ email, type: 'signup',
      token: code(await message(email, 2)) }));
    ok(await client().auth.resend({ type: 'signup', email: address() }));
  },
  'both addresses agree to a change': async () => {
    const { supabase, email } = await signedUp();
    const next = address();
    ok(await supabase.auth.updateUser({ email: next }));
    const halfway = await follow(await message(next));
    assert.match(halfway.hash, /message=/);
    const whole = await follow(await message(email, 2));
    assert.equal(new URLSearchParams(whole.hash.slice(1)).get('type'), 'email_change');
    ok(await client().auth.signInWithPassword({ email: next, password }));
  },
  'codes for strangers are not told apart': async () => {
    ok(await client().auth.signInWithOtp({ email: address(),
      options: { shouldCreateUser: false } }));
  },
};

/** RFC 6238 with the usual parameters. */
function totp(secret) {
  const { createHmac } = require('node:crypto');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/=+$/, '')]
    .map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, '0');
}

const flows = { ...both, ...(mode === 'open' ? open : strict) };
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
