// Private channels as @supabase/supabase-js uses them.
// Usage: node private.mjs URL ANON_KEY SERVICE_KEY ANN_TOKEN BOB_TOKEN; Ann is a member of the room
// 7, Bob is not; `say` is a function of the API that sends from SQL, as the set-up of the test has
// it. Prints one line of JSON a flow: {"name", "problem"}.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { createClient } = require('@supabase/supabase-js');
const ws = require('ws');
const [url, anon, service, annToken, bobToken] = process.argv.slice(2);
const open = [];

async function client(token, key = anon) {
  const made = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false },
    realtime: { transport: ws } });
  open.push(made);
  if (token) await made.realtime.setAuth(token);
  return made;
}

/** What comes, as a queue that can be waited at. */
function queue() {
  const come = [];
  const waiting = [];
  return {
    put: (one) => (waiting.length ? waiting.shift()(one) : come.push(one)),
    next: () => (come.length ? Promise.resolve(come.shift())
      : new Promise((resolve) => { waiting.push(resolve); })),
    rest: () => come.splice(0),
  };
}

/** Joins and says how it went: {status, error}. */
function joined(channel) {
  return new Promise((resolve) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED' || status === 'CHANNEL_ERROR') resolve({ status, error });
    });
  });
}

function room(supabase, topic, broadcast = {}, presence = undefined) {
  const heard = queue();
  const config = { private: true, broadcast, ...(presence && { presence }) };
  const channel = supabase.channel(topic, { config })
    .on('broadcast', { event: '*' }, (message) => heard.put(message));
  return { channel, heard };
}

async function say(event, payload, topic = 'room:7', isPrivate = true, undone = false) {
  const { error } = await (await client(null, service)).rpc('say',
    { event, payload, topic, is_private: isPrivate, undone });
  if (!undone) assert.equal(error, null, error?.message);
}

const flows = {
  'a member joins and another is refused': async () => {
    const ann = room(await client(annToken), 'room:7');
    assert.equal((await joined(ann.channel)).status, 'SUBSCRIBED');
    for (const token of [bobToken, null]) {
      const bob = room(await client(token), 'room:7');
      const { status, error } = await joined(bob.channel);
      assert.equal(status, 'CHANNEL_ERROR');
      assert.match(error.message,
        /You do not have permissions to read from this Channel topic: room:7/);
    }
  },
  'a message from SQL comes with its id': async () => {
    const ann = room(await client(annToken), 'room:7');
    await joined(ann.channel);
    await say('greeting', { text: 'hello' });
    const { event, payload } = await ann.heard.next();
    assert.equal(event, 'greeting');
    assert.equal(payload.text, 'hello');
    assert.match(payload.id, /^[0-9a-f-]{36}$/);
  },
  'messages come in order, and none that was rolled back': async () => {
    const ann = room(await client(annToken), 'room:7');
    await joined(ann.channel);
    await say('one', {});
    await say('undone', {}, 'room:7', true, true);
    await say('two', {});
    assert.equal((await ann.heard.next()).event, 'one');
    assert.equal((await ann.heard.next()).event, 'two');
  },
  'a public message goes to public channels alone': async () => {
    const ann = room(await client(annToken), 'room:7');
    await joined(ann.channel);
    const heard = queue();
    const open7 = (await client(null)).channel('room:7')
      .on('broadcast', { event: '*' }, (message) => heard.put(message));
    await joined(open7);
    await say('for all', {}, 'room:7', false);
    await say('for members', {});
    assert.equal((await heard.next()).event, 'for all');
    assert.equal((await ann.heard.next()).event, 'for members');
    assert.deepEqual(heard.rest(), []);
  },
  'members write to each other': async () => {
    const ann = room(await client(annToken), 'room:7', { ack: true });
    const again = room(await client(annToken), 'room:7');
    await joined(ann.channel);
    await joined(again.channel);
    assert.equal(await ann.channel.send({ type: 'broadcast', event: 'hi', payload: { n: 1 } }),
      'ok');
    const { payload } = await again.heard.next();
    assert.equal(payload.n, 1);
  },
  'who may only read is not heard': async () => {
    const reader = room(await client(annToken), 'notices', { ack: true, self: true });
    await joined(reader.channel);
    assert.equal(await reader.channel.send(
      { type: 'broadcast', event: 'hi', payload: {} }, { timeout: 1000 }), 'timed out');
    await say('notice', {}, 'notices');
    assert.equal((await reader.heard.next()).event, 'notice');
  },
  'changes of a table come through its trigger': async () => {
    const ann = room(await client(annToken), 'room:7');
    await joined(ann.channel);
    const admin = await client(null, service);
    const { error } = await admin.from('room_note').insert({ room: '7', text: 'first' });
    assert.equal(error, null, error?.message);
    const { event, payload } = await ann.heard.next();
    assert.equal(event, 'INSERT');
    assert.equal(payload.table, 'room_note');
    assert.equal(payload.record.text, 'first');
    assert.equal(payload.old_record, null);
  },
  'what was missed is replayed, oldest first': async () => {
    const since = Date.now() - 1000;
    for (const n of [1, 2, 3]) await say('missed', { n }, 'room:8');
    const late = room(await client(annToken), 'room:8', { replay: { since, limit: 2 } });
    await joined(late.channel);
    for (const n of [2, 3]) {
      const { payload, meta } = await late.heard.next();
      assert.equal(payload.n, n);
      assert.equal(meta.replayed, true);
      assert.equal(meta.id, payload.id);
    }
  },
  'nothing is replayed to a stranger': async () => {
    const bob = room(await client(bobToken), 'room:8', { replay: { since: 1, limit: 25 } });
    assert.equal((await joined(bob.channel)).status, 'CHANNEL_ERROR');
    assert.deepEqual(bob.heard.rest(), []);
  },
  'nothing is replayed on a public channel': async () => {
    const ann = await client(annToken);
    // The client refuses it by itself, so that the server is asked behind its back.
    const channel = ann.channel('room:8').on('broadcast', { event: '*' }, () => {});
    channel.params.config.broadcast.replay = { since: 1, limit: 5 };
    const { status, error } = await joined(channel);
    assert.equal(status, 'CHANNEL_ERROR');
    assert.match(error.message, /Replay is not allowed for public channels/);
  },
  'presence is seen by those who may': async () => {
    const seen = queue();
    const ann = room(await client(annToken), 'room:7', {}, { key: 'ann' });
    ann.channel.on('presence', { event: 'sync' }, () => seen.put(ann.channel.presenceState()));
    await joined(ann.channel);
    await ann.channel.track({ at: 'home' });
    for (;;) {
      const state = await seen.next();
      if (state.ann) {
        assert.equal(state.ann[0].at, 'home');
        return;
      }
    }
  },
};

async function problem(flow) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('not within 20 s')), 20_000);
  });
  try {
    await Promise.race([flow(), late]);
    return null;
  } catch (error) {
    return error.stack ?? String(error);
  } finally {
    clearTimeout(timer);
    await Promise.all(open.splice(0).map((one) => one.removeAllChannels()));
  }
}

for (const [name, flow] of Object.entries(flows)) {
  console.log(JSON.stringify({ name, problem: await problem(flow) }));
}
process.exit(0);
