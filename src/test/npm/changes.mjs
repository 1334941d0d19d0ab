// Changed rows as @supabase/supabase-js hears of them, on a Node.js with WebSockets.
// Usage: node changes.mjs URL OTHER_URL ANON_KEY SERVICE_KEY; both are nodes over the same database,
// with the tables of changes.sql. Prints one line of JSON a flow: {"name", "problem"}.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import net from 'node:net';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { createClient } = require('@supabase/supabase-js');
const [url, otherUrl, anon, service] = process.argv.slice(2);
const PATIENCE = 15000;
const clients = [];

function client(key = anon, at = url, options = {}) {
  const made = createClient(at, key, { realtime: options,
    auth: { autoRefreshToken: false, persistSession: false } });
  clients.push(made);
  return made;
}

const admin = createClient(url, service, { auth: { persistSession: false } });

let count = 0;

/** A client that is signed in as somebody new. */
async function person(at = url, options = {}) {
  const supabase = client(anon, at, options);
  const { data, error } = await supabase.auth.signUp(
    { email: `p${Date.now()}-${++count}@example.org`, password: 'correct horse 1' });
  assert.equal(error, null, error?.message);
  return Object.assign(supabase, { id: data.user.id });
}

function within(promise, what) {
  return Promise.race([promise, new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not in ${PATIENCE} ms: ${what()}`)), PATIENCE).unref();
  })]);
}

/** Collects what comes; `next` waits for the next one. */
function inbox(what) {
  const waiting = [];
  const kept = [];
  return {
    take: (message) => { if (waiting.length) waiting.shift()(message); else kept.push(message); },
    next: () => within(kept.length ? Promise.resolve(kept.shift())
      : new Promise((resolve) => { waiting.push(resolve); }), () => what),
    kept,
  };
}

/** Listens to things, and waits until the server says that all of them are told. */
async function listen(supabase, ...wanted) {
  const heard = inbox(`a change of ${JSON.stringify(wanted)}`);
  const system = inbox('a system message');
  const statuses = inbox('a status');
  const channel = supabase.channel(`rows ${++count}`);
  wanted.forEach((one, i) => channel.on('postgres_changes', { schema: 'public', ...one },
    (change) => heard.take(wanted.length > 1 ? { ...change, binding: i } : change)));
  channel.on('system', {}, system.take);
  channel.subscribe((status, error) => statuses.take({ status, error }));
  assert.equal((await statuses.next()).status, 'SUBSCRIBED');
  const said = await system.next();
  assert.deepEqual([said.status, said.extension, said.message],
    ['ok', 'postgres_changes', 'Subscribed to PostgreSQL']);
  return { channel, heard, system, statuses };
}

async function done(request) {
  const { data, error } = await request;
  assert.equal(error, null, error?.message);
  return data;
}

const brief = ({ eventType, new: row, old }) => `${eventType} ${row.id ?? old.id}`;

/** The next changes in brief. */
async function next(heard, many) {
  const all = [];
  for (let i = 0; i < many; i++) all.push(brief(await heard.next()));
  return all;
}

/** Passes connections on to a node; cuts them, and lets new ones wait for a while. */
async function passage() {
  const open = new Set();
  const waiting = [];
  let target = url;
  const pass = (from) => {
    const to = net.connect(Number(new URL(target).port), '127.0.0.1');
    for (const socket of [from, to]) {
      open.add(socket);
      socket.on('error', () => {}).on('close', () => {
        open.delete(socket);
        from.destroy();
        to.destroy();
      });
    }
    from.pipe(to).pipe(from);
  };
  const server = net.createServer((from) => {
    if (target) pass(from);
    else waiting.push(from);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    to: (other) => {
      target = other;
      open.forEach((socket) => socket.destroy());
      if (target) waiting.splice(0).forEach(pass);
    },
    close: () => { server.close(); },
  };
}

/** Options with which a client notes the place of the last change on each channel of `places`. */
function placing(places) {
  let supabase;
  const decode = (data, callback) => supabase.realtime.serializer.decode(data, (message) => {
    const loam = message.payload?.loam;
    const place = places[message.topic];
    if (loam && place) {
      place.after = 'order' in loam ? `${loam.position}:${loam.order}` : loam.position;
    }
    callback(message);
  });
  return { options: { decode }, of: (made) => { supabase = made; return made; } };
}

const pause = (millis) => new Promise((resolve) => { setTimeout(resolve, millis); });
async function until(holds, what) {
  const end = Date.now() + PATIENCE;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not in ${PATIENCE} ms: ${what()}`);
    await pause(5);
  }
}

/** Server-sent events as a browser's EventSource takes them, until it is closed. */
async function events(query, lastEventId, token) {
  const ending = new AbortController();
  const answer = await fetch(`${url}/changes/v1?${query}`, { signal: ending.signal,
    headers: { apikey: anon, ...(token && { Authorization: `Bearer ${token}` }),
      ...(lastEventId && { 'Last-Event-ID': lastEventId }) } });
  const heard = inbox(`an event of ${query}`);
  if (answer.status !== 200) return { status: answer.status, body: await answer.json() };
  assert.equal(answer.headers.get('content-type'), 'text/event-stream');
  let lastId = lastEventId;
  (async () => {
    let text = '';
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + part).split('\n\n');
      text = blocks.pop();
      for (const block of blocks) {
        const event = { event: 'message', data: [] };
        for (const line of block.split('\n')) {
          const [, name, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
          if (name === 'data') event.data.push(value);
          else if (name) event[name] = value;
        }
        lastId = event.id ?? lastId;
        if (event.data.length) heard.take({ ...event, data: JSON.parse(event.data.join('\n')) });
      }
    }
  })().catch(() => {});
  return { heard, lastId: () => lastId, close: () => ending.abort() };
}

let id = 0;

const flows = {
  'two people hear of their own rows, and a stranger of none': async () => {
    const [ann, bob, nobody] = [await person(), await person(), client()];
    const table = { event: '*', table: 'own_note' };
    const [toAnn, toBob, toNobody] = [await listen(ann, table), await listen(bob, table),
      await listen(nobody, table, { event: '*', table: 'open_note' })];
    const write = async (owner, body) => (await done(admin.from('own_note')
      .insert({ owner: owner.id, body }).select().single())).id;
    const ofBob = await write(bob, 'b');
    const ofAnn = await write(ann, 'a');
    await done(bob.from('own_note').update({ body: 'b2' }).eq('id', ofBob));
    await done(ann.from('own_note').update({ body: 'a2' }).eq('id', ofAnn));
    await done(admin.from('own_note').delete().eq('id', ofAnn));
    await write(ann, 'last');
    await write(bob, 'last');
    await done(admin.from('open_note').insert({ id: ++id }));
    const first = await toAnn.heard.next();
    assert.match(first.commit_timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual({ ...first, commit_timestamp: 0 }, { schema: 'public', table: 'own_note',
      commit_timestamp: 0, eventType: 'INSERT', errors: null, old: {},
      new: { id: ofAnn, owner: ann.id, room: null, body: 'a' } });
    const second = await toAnn.heard.next();
    assert.deepEqual([second.eventType, second.new.body, second.old],
      ['UPDATE', 'a2', { id: ofAnn }]);
    assert.equal((await toAnn.heard.next()).new.body, 'last');
    for (const body of ['b', 'b2', 'last']) {
      assert.equal((await toBob.heard.next()).new.body, body);
    }
    assert.equal((await toNobody.heard.next()).table, 'open_note');
    for (const { heard } of [toAnn, toBob, toNobody]) assert.deepEqual(heard.kept, []);
  },
  'events are told apart': async () => {
    const supabase = client();
    const listeners = {};
    for (const event of ['INSERT', 'UPDATE', 'DELETE', '*']) {
      listeners[event] = await listen(supabase, { event, table: 'open_note' });
    }
    const n = ++id;
    await done(admin.from('open_note').insert({ id: n }));
    await done(admin.from('open_note').update({ body: 'x' }).eq('id', n));
    await done(admin.from('open_note').delete().eq('id', n));
    const all = [`INSERT ${n}`, `UPDATE ${n}`, `DELETE ${n}`];
    assert.deepEqual(await next(listeners['*'].heard, 3), all);
    for (const one of all) {
      assert.deepEqual(await next(listeners[one.split(' ')[0]].heard, 1), [one]);
    }
    for (const { heard } of Object.values(listeners)) assert.deepEqual(heard.kept, []);
  },
  'a schema is listened to, and all schemas': async () => {
    const supabase = client();
    const [ofPublic, ofOther, ofAll] = [await listen(supabase, { event: '*' }),
      await listen(supabase, { event: '*', schema: 'other' }),
      await listen(supabase, { event: 'INSERT', schema: '*' })];
    const n = ++id;
    await done(admin.rpc('add_other', { id: n }));
    await done(admin.from('open_note').insert({ id: n }));
    assert.equal((await ofPublic.heard.next()).table, 'open_note');
    const thing = await ofOther.heard.next();
    assert.deepEqual([thing.schema, thing.table, thing.new], ['other', 'thing', { id: n }]);
    assert.equal((await ofAll.heard.next()).table, 'thing');
    assert.equal((await ofAll.heard.next()).table, 'open_note');
    assert.deepEqual(ofOther.heard.kept, []);
  },
  'filters choose': async () => {
    const supabase = client();
    const base = ++id * 1000;
    const rows = [
      { id: base + 1, room: base, level: 1.5, body: 'one', done: true },
      { id: base + 2, room: base, level: 2, body: 'Two, or so', done: false },
      { id: base + 3, room: base, level: 10, body: null, done: null },
      { id: base + 4, room: base + 1, level: 20, body: 'four', done: true },
    ];
    const cases = {
      [`room=eq.${base}`]: [1, 2, 3],
      [`room=neq.${base}`]: [4],
      'level=lt.2': [1],
      'level=lte.2': [1, 2],
      'level=gt.9.5': [3, 4],
      'level=gte.10': [3, 4],
      'body=in.(one,"Two, or so")': [1, 2],
      'body=like.T%': [2],
      'body=ilike.t%': [2],
      'body=is.null': [3],
      'done=is.true': [1, 4],
      'body=not.eq.one': [2, 4],
      'body=isdistinct.one': [2, 3, 4],
      'body=match.^f': [4],
      [`room=eq.${base},level=gte.2`]: [2, 3],
      [`id=gt.${base},id=lt.${base + 3},done=is.false`]: [2],
    };
    const listeners = await Promise.all(Object.keys(cases).map(async (filter) =>
      [filter, await listen(supabase, { event: 'INSERT', table: 'open_note', filter })]));
    const ends = await listen(supabase, { event: '*', table: 'open_note' });
    await done(admin.from('open_note').insert(rows));
    await next(ends.heard, 4);
    for (const [filter, { heard }] of listeners) {
      assert.deepEqual(await next(heard, cases[filter].length),
        cases[filter].map((n) => `INSERT ${base + n}`), filter);
      assert.deepEqual(heard.kept, [], filter);
    }
  },
  'only the columns asked for come': async () => {
    const { heard } = await listen(client(),
      { event: '*', table: 'open_note', select: ['id', 'body'] });
    const n = ++id;
    await done(admin.from('open_note').insert({ id: n, body: 'x', room: 5 }));
    assert.deepEqual((await heard.next()).new, { id: n, body: 'x' });
  },
  'a row that moves into a view is told, and one that leaves it is not': async () => {
    const [ann, bob] = [await person(), await person()];
    const toAnn = await listen(ann, { event: '*', table: 'own_full' });
    const toBob = await listen(bob, { event: '*', table: 'own_full' });
    const row = await done(admin.from('own_full').insert({ owner: ann.id, body: 'mine' })
      .select().single());
    await done(admin.from('own_full').update({ owner: bob.id }).eq('id', row.id));
    await done(admin.from('own_full').update({ body: 'his' }).eq('id', row.id));
    await done(admin.from('own_full').delete().eq('id', row.id));
    await done(admin.from('own_full').insert({ owner: ann.id, body: 'last' }));
    assert.deepEqual([await toAnn.heard.next(), await toAnn.heard.next()]
      .map((one) => one.new.body), ['mine', 'last']);
    const moved = await toBob.heard.next();
    // He may see the row as it is, not as it was.
    assert.deepEqual([moved.eventType, moved.new.owner, moved.old],
      ['UPDATE', bob.id, { id: row.id }]);
    const changed = await toBob.heard.next();
    assert.deepEqual([changed.new.body, changed.old.body], ['his', 'mine']);
    const deleted = await toBob.heard.next();
    assert.deepEqual([deleted.eventType, deleted.new, deleted.old], ['DELETE', {},
      { id: row.id, owner: bob.id, room: null, body: 'his' }]);
    for (const { heard } of [toAnn, toBob]) assert.deepEqual(heard.kept, []);
  },
  'old rows are whole where the table keeps them': async () => {
    const { heard } = await listen(client(), { event: '*', table: 'open_full' });
    const n = ++id;
    await done(admin.from('open_full').insert({ id: n, body: 'a', extra: 1 }));
    await done(admin.from('open_full').update({ body: 'b' }).eq('id', n));
    await done(admin.from('open_full').delete().eq('id', n));
    await heard.next();
    const { new: row, old } = await heard.next();
    assert.deepEqual([row.body, old], ['b', { id: n, body: 'a', extra: 1 }]);
    assert.deepEqual((await heard.next()).old, { id: n, body: 'b', extra: 1 });
  },
  'a deleted row is told by its key where the key decides': async () => {
    const [ann, bob] = [await person(), await person()];
    const wanted = [{ event: 'DELETE', table: 'read_by_all' },
      { event: 'DELETE', table: 'own_keys' }];
    const toAnn = await listen(ann, ...wanted);
    const toBob = await listen(bob, ...wanted);
    const n = ++id;
    for (const one of [ann, bob]) {
      await done(one.from('own_keys').insert({ owner: one.id, id: n, body: 'x' }));
    }
    await done(admin.from('read_by_all').insert({ id: n }));
    await done(admin.from('own_keys').delete().eq('owner', bob.id));
    await done(admin.from('own_keys').delete().eq('owner', ann.id));
    await done(admin.from('read_by_all').delete().eq('id', n));
    for (const [{ heard }, owner] of [[toAnn, ann.id], [toBob, bob.id]]) {
      assert.deepEqual((await heard.next()).old, { owner, id: n });
      const last = await heard.next();
      assert.deepEqual([last.table, last.old, last.errors], ['read_by_all', { id: n }, null]);
    }
  },
  'values are of the types that users expect': async () => {
    const { heard } = await listen(client(), { event: 'INSERT', table: 'types' });
    const n = ++id;
    const at = '2026-01-31T10:20:30.456+00:00';
    await done(admin.from('types').insert({ id: n, big: 9007199254740991, price: 12.5,
      real_one: 1.5, doc: { a: [1, null] }, docb: { b: 'ü "x"' }, words: ['a', 'b,c', null],
      numbers: [1, 2], at, plain: '2026-01-31T10:20:30', day: '2026-01-31', yes: true,
      nothing: null, ident: '00000000-0000-4000-8000-00000000000a', bytes: '\\x0102',
      feeling: 'happy', span: '[1,5)', name: 'short' }));
    const kept = await done(admin.from('types').select().eq('id', n).single());
    const { new: row, errors } = await heard.next();
    assert.equal(errors, null);
    assert.deepEqual(row, { ...kept, at: row.at });
    assert.equal(new Date(row.at).toISOString(), new Date(at).toISOString());
    assert.equal(typeof row.big, 'number');
    assert.equal(row.price, 12.5);
    assert.deepEqual(row.words, ['a', 'b,c', null]);
  },
  'several things on one channel are told apart': async () => {
    const { heard } = await listen(client(), { event: 'INSERT', table: 'open_note' },
      { event: '*', table: 'open_note', filter: 'room=eq.1' },
      { event: 'UPDATE', table: 'open_full' }, { event: '*', table: 'open_full' });
    const n = ++id;
    await done(admin.from('open_note').insert({ id: n, room: 1 }));
    await done(admin.from('open_note').insert({ id: ++id, room: 2 }));
    await done(admin.from('open_note').update({ body: 'x' }).eq('id', n));
    await done(admin.from('open_full').insert({ id: n }));
    const all = [];
    for (let i = 0; i < 5; i++) {
      const one = await heard.next();
      all.push([one.binding, one.table, one.eventType, one.new.id]);
    }
    assert.deepEqual(all, [[0, 'open_note', 'INSERT', n], [1, 'open_note', 'INSERT', n],
      [0, 'open_note', 'INSERT', n + 1], [1, 'open_note', 'UPDATE', n],
      [3, 'open_full', 'INSERT', n]]);
    assert.deepEqual(heard.kept, []);
  },
  'channels come and go by themselves': async () => {
    const supabase = client();
    const wanted = { event: 'INSERT', table: 'open_note' };
    const one = await listen(supabase, wanted);
    const two = await listen(supabase, wanted);
    await done(admin.from('open_note').insert({ id: ++id }));
    assert.deepEqual(await next(one.heard, 1), await next(two.heard, 1));
    assert.equal(await one.channel.unsubscribe(), 'ok');
    await done(admin.from('open_note').insert({ id: ++id }));
    assert.deepEqual(await next(two.heard, 1), [`INSERT ${id}`]);
    assert.deepEqual(one.heard.kept, []);
    assert.equal(await supabase.removeChannel(two.channel), 'ok');
    const again = await listen(supabase, wanted);
    await done(admin.from('open_note').insert({ id: ++id }));
    assert.deepEqual(await next(again.heard, 1), [`INSERT ${id}`]);
    assert.deepEqual(two.heard.kept, []);
  },
  'what is wrong is said behind the joining, or at once to who waits': async () => {
    const cases = [
      [{ event: '*', table: 'open_note', filter: 'colour=eq.1' },
        /invalid column for filter colour/],
      [{ event: '*', table: 'open_note', filter: 'id=eq.x' }, /invalid input syntax/],
      [{ event: '*', table: 'open_note', select: ['colour'] }, /invalid column for select colour/],
      [{ event: '*', table: 'unpublished' }, /check Realtime is enabled.*table: unpublished/],
      [{ event: '*', table: 'nothing' }, /check Realtime is enabled/],
    ];
    const supabase = client();
    for (const [wanted, message] of cases) {
      const system = inbox('a system message');
      const statuses = inbox('a status');
      supabase.channel(`wrong ${++count}`)
        .on('postgres_changes', { schema: 'public', ...wanted }, () => {})
        .on('system', {}, system.take)
        .subscribe((status) => statuses.take(status));
      assert.equal(await statuses.next(), 'SUBSCRIBED');
      const said = await system.next();
      assert.equal(said.status, 'error');
      assert.match(said.message, message);
      const waiting = inbox('a status');
      supabase.channel(`wrong ${++count}`,
        { config: { postgres_changes_options: { wait: true } } })
        .on('postgres_changes', { schema: 'public', ...wanted }, () => {})
        .subscribe((status, error) => waiting.take({ status, error }));
      const { status, error } = await waiting.next();
      assert.equal(status, 'CHANNEL_ERROR');
      assert.match(error.message, message);
    }
  },
  'who waits is joined once changes are told': async () => {
    const heard = inbox('a change');
    const statuses = inbox('a status');
    client().channel('waits', { config: { postgres_changes_options: { wait: true } } })
      .on('postgres_changes', { event: '*', schema: 'public', table: 'open_note' }, heard.take)
      .subscribe((status) => statuses.take(status));
    assert.equal(await statuses.next(), 'SUBSCRIBED');
    await done(admin.from('open_note').insert({ id: ++id }));
    assert.deepEqual(await next(heard, 1), [`INSERT ${id}`]);
  },
  'who tells its place loses nothing and hears nothing twice, on any node': async () => {
    const between = await passage();
    const place = {};
    const heard = inbox('a change');
    const systems = [];
    const statuses = [];
    let joined = 0;
    const first = 1_000_000;
    const noting = placing({ 'realtime:placed': place });
    const supabase = noting.of(client(anon, between.url, noting.options));
    supabase.channel('placed', { config: { postgres_changes_options: place } })
      .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'open_note',
        filter: 'room=eq.7' }, (change) => heard.take(change.new.id))
      .on('system', {}, (message) => systems.push(message))
      .subscribe((status, error) => {
        joined += status === 'SUBSCRIBED' ? 1 : 0;
        statuses.push(error?.message ?? status);
      });
    await until(() => systems.length, () => 'the subscription');
    assert.match(systems[0].loam.position, /^[0-9A-F]+\/[0-9A-F]+/);
    const writes = (async () => {
      for (let i = 0; i < 300; i++) {
        await done(admin.rpc('add_many', { first: first + i * 10, many: 10 }));
        await pause(10);
      }
    })();
    const nodes = [otherUrl, url, otherUrl, url];
    for (const [i, node] of nodes.entries()) {
      await pause(300);
      between.to(null);
      await pause(100);
      between.to(node);
      await until(() => joined >= i + 2, () => `joined again: ${statuses}`);
    }
    await writes;
    const all = [];
    for (let i = 0; i < 3000; i++) all.push(await heard.next());
    assert.deepEqual(all, Array.from({ length: 3000 }, (_, i) => first + i));
    assert.deepEqual(heard.kept, []);
    assert.deepEqual(systems.filter((one) => one.status !== 'ok'), []);
    assert.equal(joined, nodes.length + 1);
    between.close();
  },
  'who tells no place is told whether it missed anything': async () => {
    const between = await passage();
    const supabase = await person(between.url);
    const { heard, system, statuses } =
      await listen(supabase, { event: '*', table: 'own_note' });
    const away = async (work) => {
      between.to(null);
      assert.equal((await statuses.next()).status, 'CHANNEL_ERROR');
      await work();
      between.to(url);
      while ((await statuses.next()).status !== 'SUBSCRIBED');
      assert.equal((await system.next()).message, 'Subscribed to PostgreSQL');
    };
    const row = (body) => done(admin.from('own_note').insert({ owner: supabase.id, body }));
    await away(async () => {
      await done(admin.from('own_note').insert({ body: "nobody's" }));
      await done(admin.from('open_note').insert({ id: ++id }));
    });
    await away(() => row('missed'));
    const gap = await system.next();
    assert.equal(gap.status, 'error');
    assert.match(gap.message, /^Changes may have been missed, read the data again/);
    await row('told');
    assert.equal((await heard.next()).new.body, 'told');
    assert.deepEqual([heard.kept, system.kept], [[], []]);
    between.close();
  },
  'a token that is refreshed keeps a subscription, and who signs out sees no more': async () => {
    // The tokens of the other node end after five seconds.
    const supabase = await person(otherUrl);
    const owner = supabase.id;
    const { heard, system } = await listen(supabase, { event: '*', table: 'own_note' },
      { event: '*', table: 'open_note' });
    const row = (body) => done(admin.from('own_note').insert({ owner, body }));
    await row('first');
    assert.equal((await heard.next()).new.body, 'first');
    for (let i = 0; i < 3; i++) {
      await pause(2500);
      const { error } = await supabase.auth.refreshSession();
      assert.equal(error, null, error?.message);
    }
    await row('refreshed');
    assert.equal((await heard.next()).new.body, 'refreshed');
    await supabase.auth.signOut();
    await pause(500);
    await row('signed out');
    await done(admin.from('open_note').insert({ id: ++id }));
    assert.deepEqual(await next(heard, 1), [`INSERT ${id}`]);
    assert.deepEqual(system.kept, []);
  },
  'server-sent events go on where they were': async () => {
    const query = 'table=open_note&event=INSERT&filter=room=eq.7';
    const first = 2_000_000;
    let stream = await events(query);
    assert.equal((await stream.heard.next()).event, 'ready');
    await done(admin.rpc('add_many', { first, many: 3 }));
    const ids = [];
    // Closed in the midst of a transaction: the rest of it comes again.
    const one = await stream.heard.next();
    ids.push(one.data.data.record.id);
    stream.close();
    await done(admin.rpc('add_many', { first: first + 3, many: 2 }));
    stream = await events(query, one.id);
    assert.equal((await stream.heard.next()).event, 'ready');
    for (let i = 0; i < 4; i++) ids.push((await stream.heard.next()).data.data.record.id);
    assert.deepEqual(ids, [0, 1, 2, 3, 4].map((n) => first + n));
    stream.close();
    const gone = await events(query, '0/1');
    const kinds = [(await gone.heard.next()).event, (await gone.heard.next()).event];
    assert.deepEqual(kinds.sort(), ['gap', 'ready']);
    gone.close();
    const refused = await events('table=unpublished');
    assert.ok(refused.status >= 400 && refused.body.code.startsWith('LOAM-CHANGES-'));
    const [ann, bob] = [await person(), await person()];
    const { data: { session } } = await ann.auth.getSession();
    const own = await events('table=own_note', null, session.access_token);
    await own.heard.next();
    for (const owner of [bob.id, ann.id]) await done(admin.from('own_note').insert({ owner }));
    assert.equal((await own.heard.next()).data.data.record.owner, ann.id);
    own.close();
  },
};

/** Why a flow failed; null where it did not. */
async function problem(flow) {
  try {
    await Promise.race([flow(), new Promise((_, reject) => {
      setTimeout(() => reject(new Error('not within 60 s')), 60_000).unref();
    })]);
    return null;
  } catch (wrong) {
    return wrong.stack ?? String(wrong);
  }
}

const only = process.env.ONLY ?? '';
for (const [name, flow] of Object.entries(flows)) {
  if (!new RegExp(only).test(name)) continue;
  console.log(JSON.stringify({ name, problem: await problem(flow) }));
  for (const one of clients.splice(0)) await one.removeAllChannels();
}
process.exit(0);
