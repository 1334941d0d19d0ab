// Passkeys and security keys in a browser: @supabase/supabase-js in headless Chromium, with the
// authenticator that Chromium has for tests.
// Usage: node passkeys.mjs URL KEY CHROMIUM; prints one line of JSON a step: {"name", "problem"}.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [url, key, chromium] = process.argv.slice(2);
const library = readFileSync(join(process.env.NPM_HOME,
    'node_modules/@supabase/supabase-js/dist/umd/supabase.js'));
const DEADLINE_MILLIS = 60_000;

/** A page with the client on it. */
const site = createServer((request, response) => {
  if (request.url === '/supabase.js') {
    response.setHeader('Content-Type', 'text/javascript');
    response.end(library);
  } else {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Passkeys</title><script src="/supabase.js"></script>');
  }
});

/** Chromium, spoken to in the DevTools protocol over a pipe: messages end with a NUL. */
class Browser {
  constructor(program) {
    this.profile = mkdtempSync(join(tmpdir(), 'loam-chromium-'));
    this.process = spawn(program, ['--headless=new', '--remote-debugging-pipe', '--no-sandbox',
      '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update',
      `--user-data-dir=${this.profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.waiting = new Map();
    this.count = 0;
    let rest = '';
    this.process.stdio[4].on('data', (data) => {
      const messages = (rest + data).split('\0');
      rest = messages.pop();
      messages.map((text) => JSON.parse(text)).forEach((message) => this.received(message));
    });
  }

  received({ id, method, result, error }) {
    if (method === 'Page.loadEventFired') this.loaded?.();
    const { resolve, reject } = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    if (error) reject?.(new Error(error.message)); else resolve?.(result);
  }

  send(method, params = {}) {
    const id = ++this.count;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.process.stdio[3].write(
          `${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    });
  }

  async open(address) {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.session = sessionId;
    await this.send('WebAuthn.enable', { enableUI: false });
    await this.send('Page.enable');
    const loaded = new Promise((resolve) => { this.loaded = resolve; });
    await this.send('Page.navigate', { url: address });
    await loaded;
  }

  /** Gives the browser an authenticator: a device that knows its user, or a plain key. */
  plug(transport, knowing) {
    return this.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2',
      transport, hasResidentKey: knowing, hasUserVerification: knowing,
      isUserVerified: knowing, automaticPresenceSimulation: true } });
  }

  async play(steps, ...given) {
    for (const [name, step] of steps) {
      const problem = await this.run(step, ...given).then(() => null, (error) => error.message);
      console.log(JSON.stringify({ name, problem }));
    }
  }

  /** Runs an async function on the page; what it returns must be JSON. */
  async run(step, ...given) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression: `(${step})(...${JSON.stringify(given)})`, awaitPromise: true,
      returnByValue: true, userGesture: true });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  async close() {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
    // The browser's other processes write a little longer than it runs.
    for (let left = 50; ; left -= 1) {
      try {
        rmSync(this.profile, { recursive: true, force: true });
        return;
      } catch (wrong) {
        if (left === 0) throw wrong;
        await new Promise((resolve) => { setTimeout(resolve, 100); });
      }
    }
  }
}

/** What happens on the page, in this order: a name and a function that throws where it fails. */
const passkeys = [
  ['the page has the client', (address, apikey) => {
    window.db = window.supabase.createClient(address, apikey,
        { auth: { experimental: { passkey: true } } });
    window.good = ({ data, error }) => {
      if (error) throw new Error(`${error.code ?? error.name}: ${error.message}`);
      return data;
    };
    window.same = (found, expected) => {
      if (JSON.stringify(found) !== JSON.stringify(expected)) {
        throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
      }
    };
  }],
  ['sign up', async () => {
    const { user } = good(await db.auth.signUp(
        { email: 'ann@example.org', password: 'correct horse battery' }));
    window.ann = user.id;
  }],
  ['register a passkey', async () => {
    window.made = good(await db.auth.registerPasskey()).id;
  }],
  ['the device refuses a second one', async () => {
    const { error } = await db.auth.registerPasskey();
    same(error?.code, 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED');
  }],
  ['name the passkey', async () => {
    good(await db.auth.passkey.update({ passkeyId: made, friendlyName: 'laptop' }));
    same(good(await db.auth.passkey.list()).map((each) => each.friendly_name), ['laptop']);
  }],
  ['sign out and in with the passkey', async () => {
    good(await db.auth.signOut());
    const { session } = good(await db.auth.signInWithPasskey());
    same(session.user.id, ann);
    const level = good(await db.auth.mfa.getAuthenticatorAssuranceLevel());
    same(level.currentLevel, 'aal1');
    same(level.currentAuthenticationMethods.map((each) => each.method), ['passkey']);
  }],
  ['delete the passkey', async () => {
    good(await db.auth.passkey.delete({ passkeyId: made }));
    same(good(await db.auth.passkey.list()), []);
    const { error } = await db.auth.signInWithPasskey();
    same(error?.code, 'webauthn_verification_failed');
  }],
];

const factors = [
  ['the picture of an authenticator app is one', async () => {
    const factor = good(await db.auth.mfa.enroll(
        { factorType: 'totp', friendlyName: 'app' }));
    const image = new Image();
    image.src = factor.totp.qr_code;
    await image.decode();
    same(image.naturalWidth > 100, true);
  }],
  ['add a security key', async () => {
    good(await db.auth.mfa.webauthn.register({ friendlyName: 'key' }));
    const level = good(await db.auth.mfa.getAuthenticatorAssuranceLevel());
    same([level.currentLevel, level.nextLevel], ['aal2', 'aal2']);
  }],
  ['use the security key', async () => {
    good(await db.auth.signOut());
    good(await db.auth.signInWithPassword(
        { email: 'ann@example.org', password: 'correct horse battery' }));
    const { webauthn } = good(await db.auth.mfa.listFactors());
    good(await db.auth.mfa.webauthn.authenticate({ factorId: webauthn[0].id }));
    const level = good(await db.auth.mfa.getAuthenticatorAssuranceLevel());
    same(level.currentLevel, 'aal2');
    good(await db.auth.mfa.unenroll({ factorId: webauthn[0].id }));
  }],
];

site.listen(0, '127.0.0.1');
await once(site, 'listening');
const browser = new Browser(chromium);
const alarm = setTimeout(() => {
  console.error('The steps did not come to an end in time');
  browser.process.kill('SIGKILL');
  process.exit(1);
}, DEADLINE_MILLIS);
try {
  await browser.open(`http://localhost:${site.address().port}/`);
  await browser.plug('internal', true);
  await browser.play(passkeys, url, key);
  await browser.plug('usb', false);
  await browser.play(factors);
} finally {
  clearTimeout(alarm);
  await browser.close();
  site.close();
}
