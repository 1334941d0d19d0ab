// Flows that @supabase/supabase-js drives against the realtime API, on a Node.js with WebSockets.
// Usage: node realtime.mjs URL ANON_KEY JWT_SECRET. Prints one line of JSON a flow:
// {"name", "problem"}.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import net from 'node:net';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { createClient } = require('@supabase/supabase-js');
const [url, anon, secret] = process.argv.slice(2);
const PATIENCE = 15000;

/** Passes connections on to the server, and cuts them when told to. */
async function passage() {
  const open = new Set();
  const server = net.createServer((from) => {
    const to = net.connect(Number(new URL(url).port), '127.0.0.1');
    for (const socket of [from, to]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => { from.destroy(); to.destroy(); });
    }
    from.pipe(to).pipe(from);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut: () => { open.forEach((socket) => socket.destroy()); open.clear(); },
    close: () => { server.close(); },
  };
}

const clients = [];

function client(options = {}, at = url) {
  const made = createClient(at, anon, { realtime: options,
    auth: { autoRefreshToken: false, persistSession: false } });
  clients.push(made);
  return made;
}

function within(promise, what) {
  return Promise.race([promise, new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not in ${PATIENCE} ms: ${what}`)), PATIENCE).unref();
  })]);
}

/** Subscribes, and resolves with the first status that is wanted. */
function subscribed(channel, wanted = 'SUBSCRIBED') {
  return within(new Promise((resolve) => {
    channel.subscribe((status, error) => {
      if (status === wanted) resolve(error ?? status);
    });
  }), wanted);
}

/** Collects what comes; `next` waits for the next one. */
function inbox(what) {
  const waiting = [];
  const kept = [];
  return {
    take: (message) => { if (waiting.length) waiting.shift()(message); else kept.push(message); },
    next: () => within(kept.length ? Promise.resolve(kept.shift())
      : new Promise((resolve) => { waiting.push(resolve); }), what),
    kept,
  };
}

let count = 0;
const topic = () => `room ${++count} ü`;

/** Two clients on one topic; the second hears everything. */
async function two(config = {}, options = {}) {
  const name = topic();
  const heard = inbox('a broadcast');
  const speaker = client(options).channel(name, { config });
  const listener = client(options).channel(name)
    .on('broadcast', { event: '*' }, heard.take);
  await subscribed(speaker);
  await subscribed(listener);
  return { name, speaker, listener, heard };
}

function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const inSeconds = (seconds) => Date.now() / 1000 + seconds;

const flows = {
  'a broadcast reaches the other client': async () => {
    const { speaker, heard } = await two();
    assert.equal(await speaker.send({ type: 'broadcast', event: 'shout',
      payload: { text: 'Grüße 👋', n: 1.5 } }), 'ok');
    const message = await heard.next();
    assert.equal(message.event, 'shout');
    assert.deepEqual(message.payload, { text: 'Grüße 👋', n: 1.5 });
  },
  'a broadcast of the first serializer reaches both': async () => {
    const name = topic();
    const heard = [inbox('old'), inbox('new')];
    const speaker = client({ vsn: '1.0.0' }).channel(name, { config: { broadcast: { ack: true } } });
    const old = client({ vsn: '1.0.0' }).channel(name)
      .on('broadcast', { event: 'x' }, heard[0].take);
    const young = client().channel(name).on('broadcast', { event: 'x' }, heard[1].take);
    for (const channel of [speaker, old, young]) await subscribed(channel);
    assert.equal(await speaker.send({ type: 'broadcast', event: 'x', payload: { a: [1] } }), 'ok');
    for (const box of heard) assert.deepEqual((await box.next()).payload, { a: [1] });
  },
  'bytes are passed on as they are': async () => {
    const { speaker, heard } = await two();
    const bytes = new Uint8Array(70000).map((_, i) => i * 7);
    await speaker.send({ type: 'broadcast', event: 'bytes', payload: bytes.buffer });
    assert.deepEqual(new Uint8Array((await heard.next()).payload), bytes);
  },
  'a sender is told, and hears itself, where it asked for that': async () => {
    const own = inbox('its own broadcast');
    const { speaker } = await two({ broadcast: { self: true, ack: true } });
    speaker.on('broadcast', { event: 'me' }, own.take);
    assert.equal(await speaker.send({ type: 'broadcast', event: 'me', payload: {} }), 'ok');
    await own.next();
    const quiet = await two({ broadcast: { ack: true } });
    quiet.speaker.on('broadcast', { event: 'me' }, own.take);
    assert.equal(await quiet.speaker.send({ type: 'broadcast', event: 'me' }), 'ok');
    await quiet.heard.next();
    assert.equal(own.kept.length, 0);
  },
  'a broadcast by HTTP arrives': async () => {
    const { name, heard } = await two();
    const other = client().channel(name);
    assert.deepEqual(await other.httpSend('by http', { a: 1 }), { success: true });
    assert.deepEqual((await heard.next()).payload, { a: 1 });
    await other.httpSend('bytes', new Uint8Array([1, 2]).buffer);
    assert.deepEqual(new Uint8Array((await heard.next()).payload), new Uint8Array([1, 2]));
    const warn = console.warn;
    console.warn = () => {};
    try {
      // What is sent before joining goes by HTTP as well.
      assert.equal(await other.send({ type: 'broadcast', event: 'early', payload: {} }), 'ok');
    } finally {
      console.warn = warn;
    }
    assert.equal((await heard.next()).event, 'early');
  },
  'presence is the same for both': async () => {
    const name = topic();
    const boxes = [inbox('a sync'), inbox('a sync')];
    const joins = inbox('a join');
    const leaves = inbox('a leave');
    const channels = ['ada', 'bob'].map((key, i) => client().channel(name,
      { config: { presence: { key } } }).on('presence', { event: 'sync' }, boxes[i].take));
    channels[0].on('presence', { event: 'join' }, joins.take)
      .on('presence', { event: 'leave' }, leaves.take);
    for (const channel of channels) await subscribed(channel);
    assert.equal(await channels[0].track({ at: 1 }), 'ok');
    assert.equal((await joins.next()).key, 'ada');
    assert.equal(await channels[1].track({ at: 2 }), 'ok');
    assert.deepEqual((await joins.next()).newPresences.map((one) => one.at), [2]);
    const settled = async (i, wanted) => {
      for (;;) {
        const state = Object.fromEntries(Object.entries(channels[i].presenceState())
          .map(([key, all]) => [key, all.map((one) => one.at)]));
        try {
          assert.deepEqual(state, wanted);
          return;
        } catch {
          await boxes[i].next();
        }
      }
    };
    for (const i of [0, 1]) await settled(i, { ada: [1], bob: [2] });
    assert.equal(await channels[1].track({ at: 3 }), 'ok');
    for (const i of [0, 1]) await settled(i, { ada: [1], bob: [3] });
    assert.equal(await channels[0].untrack(), 'ok');
    for (const i of [0, 1]) await settled(i, { bob: [3] });
    await channels[1].unsubscribe();
    await settled(0, {});
    assert.ok(leaves.kept.length >= 2);
  },
  'a client that was cut off joins again by itself': async () => {
    const between = await passage();
    const name = topic();
    const heard = inbox('a broadcast');
    const statuses = inbox('a status');
    const there = client({}, between.url).channel(name)
      .on('broadcast', { event: '*' }, heard.take);
    there.subscribe((status) => statuses.take(status));
    assert.equal(await statuses.next(), 'SUBSCRIBED');
    between.cut();
    assert.equal(await statuses.next(), 'CHANNEL_ERROR');
    assert.equal(await statuses.next(), 'SUBSCRIBED');
    const speaker = client().channel(name);
    await subscribed(speaker);
    await speaker.send({ type: 'broadcast', event: 'again', payload: {} });
    assert.equal((await heard.next()).event, 'again');
    between.close();
  },
  'a channel ends with its token': async () => {
    const supabase = client();
    await supabase.realtime.setAuth(token({ role: 'authenticated', sub: 'x',
      exp: inSeconds(2) }));
    const system = inbox('a system message');
    const closed = inbox('closed');
    const channel = supabase.channel(topic()).on('system', {}, system.take);
    await within(new Promise((resolve) => {
      channel.subscribe((status) => {
        if (status === 'SUBSCRIBED') resolve();
        if (status === 'CLOSED') closed.take(status);
      });
    }), 'SUBSCRIBED');
    const message = await system.next();
    assert.equal(message.status, 'error');
    assert.match(message.message, /^Token has expired/);
    await closed.next();
  },
  'a new token keeps it alive': async () => {
    const supabase = client();
    await supabase.realtime.setAuth(token({ role: 'authenticated', exp: inSeconds(1.5) }));
    const { heard, speaker, name } = await two();
    const kept = inbox('a broadcast');
    const channel = supabase.channel(name).on('broadcast', { event: '*' }, kept.take);
    await subscribed(channel);
    await supabase.realtime.setAuth(token({ role: 'authenticated', exp: inSeconds(60) }));
    await new Promise((resolve) => { setTimeout(resolve, 2000); });
    await speaker.send({ type: 'broadcast', event: 'later', payload: {} });
    assert.equal((await kept.next()).event, 'later');
    await heard.next();
  },
  'a token that does not count is told': async () => {
    const supabase = client();
    await supabase.realtime.setAuth(token({ role: 'authenticated', exp: inSeconds(-100) }));
    const error = await subscribed(supabase.channel(topic()), 'CHANNEL_ERROR');
    assert.match(error.message, /InvalidJWTToken: Token has expired 10\d seconds ago/);
  },
  'a private channel without a policy is refused': async () => {
    const error = await subscribed(client().channel(topic(), { config: { private: true } }),
      'CHANNEL_ERROR');
    assert.match(error.message, /Unauthorized: You do not have permissions to read/);
  },
  'a channel that was left is closed, and may be joined again': async () => {
    const supabase = client();
    const name = topic();
    const channel = supabase.channel(name);
    await subscribed(channel);
    assert.equal(await channel.unsubscribe(), 'ok');
    assert.equal(supabase.getChannels().length, 0);
    await subscribed(supabase.channel(name));
    assert.deepEqual(await supabase.removeAllChannels(), ['ok']);
  },
  'a signed-in person takes part': async () => {
    const supabase = client();
    const { error } = await supabase.auth.signUp({ email: `p${Date.now()}@example.org`,
      password: 'correct horse 1' });
    assert.equal(error, null);
    await subscribed(supabase.channel(topic()));
    await supabase.removeAllChannels();
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
  for (const one of clients.splice(0)) await one.removeAllChannels();
}
process.exit(0);
