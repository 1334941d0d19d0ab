// A table of calls that @supabase/postgrest-js makes, and what they must come to.
// Usage: node postgrest.mjs URL KEY; prints one line of JSON a call: {"name", "problem"}.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { PostgrestClient } = require('@supabase/postgrest-js');
const [url, key] = process.argv.slice(2);
const client = (token) => new PostgrestClient(`${url}/rest/v1`,
    { headers: { apikey: token, Authorization: `Bearer ${token}` } });
const anon = new PostgrestClient(`${url}/rest/v1`);
const db = client(key);

const rows = (data) => ({ data, error: null, status: 200 });
const code = (status, name) => ({ data: null, status, code: name });
const one = { artist_id: 1, name: 'AC/DC' };
const two = { artist_id: 2, name: 'Accept' };

/** Each call: name, a function that makes it, what it must come to (only these members count). */
const calls = [
  ['select', () => anon.from('artist').select().order('artist_id').limit(2), rows([one, two])],
  ['select columns and embedded rows', () => anon.from('artist')
    .select('name, album(title)').eq('artist_id', 1).order('title', { referencedTable: 'album' }),
  rows([{ name: 'AC/DC', album: [{ title: 'For Those About To Rock We Salute You' },
    { title: 'Let There Be Rock' }] }])],
  ['inner join with a filter inside', () => anon.from('album')
    .select('title, artist!inner(name)').eq('artist.name', 'Accept').order('title').limit(1),
  rows([{ title: 'Balls to the Wall', artist: { name: 'Accept' } }])],
  ['spread', () => anon.from('album').select('title, ...artist(by:name)').eq('album_id', 1),
    rows([{ title: 'For Those About To Rock We Salute You', by: 'AC/DC' }])],
  ['alias, cast and computed column', () => anon.from('track')
    .select('n:name, ms:milliseconds::text, duration').eq('track_id', 1),
  rows([{ n: 'For Those About To Rock (We Salute You)', ms: '343719', duration: '5:43' }])],
  ['view', () => anon.from('album_summary').select('tracks').eq('album_id', 1),
    rows([{ tracks: 10 }])],
  ['eq, in with commas and quotes', () => anon.from('artist').select('artist_id')
    .in('name', ['AC/DC', 'Accept', 'a,b', '"q"', '(x)']).order('artist_id'),
  rows([{ artist_id: 1 }, { artist_id: 2 }])],
  ['neq, gt, gte, lt, lte', () => anon.from('artist').select('artist_id').gt('artist_id', 1)
    .gte('artist_id', 2).lt('artist_id', 9).lte('artist_id', 4).neq('artist_id', 3)
    .order('artist_id'), rows([{ artist_id: 2 }, { artist_id: 4 }])],
  ['like and ilike', () => anon.from('artist').select('name').like('name', 'AC%')
    .ilike('name', '%dc'), rows([{ name: 'AC/DC' }])],
  ['likeAnyOf', () => anon.from('artist').select('artist_id').likeAnyOf('name', ['AC/%', 'Acc%'])
    .order('artist_id'), rows([{ artist_id: 1 }, { artist_id: 2 }])],
  ['is and not', () => anon.from('track').select('track_id').not('composer', 'is', null)
    .is('album_id', null).limit(1), rows([])],
  ['or', () => anon.from('artist').select('artist_id')
    .or('artist_id.eq.1,and(artist_id.gt.1,name.eq.Accept)').order('artist_id'),
  rows([{ artist_id: 1 }, { artist_id: 2 }])],
  ['match', () => anon.from('artist').select('name').match({ artist_id: 1, name: 'AC/DC' }),
    rows([{ name: 'AC/DC' }])],
  ['text search', () => anon.from('track').select('track_id')
    .textSearch('name', "'rock' & 'salute'", { config: 'english' }), rows([{ track_id: 1 }])],
  ['filter', () => anon.from('artist').select('name').filter('artist_id', 'eq', 1),
    rows([{ name: 'AC/DC' }])],
  ['range', () => anon.from('artist').select('artist_id').order('artist_id').range(1, 2),
    rows([{ artist_id: 2 }, { artist_id: 3 }])],
  ['order descending, nulls last', () => anon.from('track').select('track_id')
    .order('composer', { ascending: false, nullsFirst: false }).order('track_id').limit(1),
  { error: null, status: 200 }],
  ['count exact', () => anon.from('artist').select('*', { count: 'exact', head: true }),
    { data: null, error: null, count: 275 }],
  ['count exact with a part', () => anon.from('artist').select('artist_id', { count: 'exact' })
    .order('artist_id').range(0, 0), { data: [{ artist_id: 1 }], count: 275, status: 206 }],
  ['count planned', async () => {
    const { count } = await anon.from('artist').select('*', { count: 'planned', head: true });
    return { number: typeof count };
  }, { number: 'number' }],
  ['range beyond the end', () => anon.from('artist').select('*', { count: 'exact' })
    .range(1000, 1001), code(416, 'PGRST103')],
  ['single', () => anon.from('artist').select().eq('artist_id', 1).single(), rows(one)],
  ['single of none', () => anon.from('artist').select().eq('artist_id', 0).single(),
    code(406, 'PGRST116')],
  ['single of many', () => anon.from('artist').select().single(), code(406, 'PGRST116')],
  ['maybeSingle', () => anon.from('artist').select().eq('artist_id', 1).maybeSingle(), rows(one)],
  ['maybeSingle of none', () => anon.from('artist').select().eq('artist_id', 0).maybeSingle(),
    { data: null, error: null, status: 200 }],
  ['csv', () => anon.from('artist').select().order('artist_id').limit(2).csv(),
    rows('artist_id,name\n1,AC/DC\n2,Accept')],
  ['unknown table', () => anon.from('artits').select(), code(404, 'PGRST205')],
  ['unknown column', () => anon.from('artist').select('nmae'), code(400, '42703')],
  ['unknown relationship', () => anon.from('artist').select('genre(*)'), code(400, 'PGRST200')],
  ['unknown table with head', () => anon.from('artits').select('*', { head: true }),
    // A HEAD has no body, and without one the client takes a 404 for an empty answer.
    { data: null, error: null, status: 204 }],
  ['throwOnError', async () => {
    try {
      await anon.from('artits').select().throwOnError();
      return { thrown: null };
    } catch (wrong) {
      return { thrown: wrong.code };
    }
  }, { thrown: 'PGRST205' }],
  ['another schema', () => anon.schema('nowhere').from('artist').select(), code(406, 'PGRST106')],
  ['insert', () => db.from('note').insert({ id: 1, text: 'one' }),
    { data: null, error: null, status: 201 }],
  ['insert many and select', () => db.from('note').insert([{ id: 2, text: 'two' },
    { id: 3, text: 'three' }]).select('id'), { data: [{ id: 2 }, { id: 3 }], status: 201 }],
  ['insert with defaults for what is missing', () => db.from('note')
    .insert([{ id: 4 }, { id: 5, text: 'five' }], { defaultToNull: false }).select().order('id'),
  { data: [{ id: 4, text: 'empty' }, { id: 5, text: 'five' }], status: 201 }],
  ['insert with count', () => db.from('note').insert([{ id: 6, text: 'x' }, { id: 7, text: 'y' }],
    { count: 'exact' }), { count: 2, status: 201 }],
  ['insert of what is there', () => db.from('note').insert({ id: 1, text: 'again' }),
    code(409, '23505')],
  ['insert by nobody', () => anon.from('note').insert({ id: 9, text: 'x' }), code(401, '42501')],
  ['upsert', () => db.from('note').upsert({ id: 1, text: 'ONE' }).select(),
    { data: [{ id: 1, text: 'ONE' }], status: 200 }],
  ['upsert that ignores', () => db.from('note')
    .upsert([{ id: 1, text: 'no' }, { id: 8, text: 'eight' }], { ignoreDuplicates: true })
    .select(), { data: [{ id: 8, text: 'eight' }], status: 201 }],
  ['upsert on another key', () => db.from('note')
    .upsert({ id: 88, text: 'eight' }, { onConflict: 'text' }).select(),
  { data: [{ id: 88, text: 'eight' }], status: 200 }],
  ['update', () => db.from('note').update({ text: 'TWO' }).eq('id', 2).select().single(),
    rows({ id: 2, text: 'TWO' })],
  ['update of none', () => db.from('note').update({ text: 'x' }).eq('id', 99),
    { data: null, error: null, status: 204 }],
  ['delete of more than allowed', () => db.from('note').delete().gt('id', 0).maxAffected(1),
    code(400, 'PGRST124')],
  ['delete', () => db.from('note').delete().in('id', [6, 7]).select('id'),
    { data: [{ id: 6 }, { id: 7 }], status: 200 }],
  ['delete with count', () => db.from('note').delete({ count: 'exact' }).eq('id', 5),
    { count: 1, status: 204 }],
  ['what is left', () => db.from('note').select('id').order('id'),
    rows([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }, { id: 88 }])],
  ['rollback is for those who may', () => db.from('note').insert({ id: 50, text: 'z' }).rollback()
    .select('id'), { status: 201 }],
  ['rpc', () => db.rpc('add_them', { a: 2, b: 3 }), rows(5)],
  ['rpc by get', () => db.rpc('add_them', { a: 2, b: 3 }, { get: true }), rows(5)],
  ['rpc by head', () => db.rpc('notes', {}, { head: true, count: 'exact' }), { data: null }],
  ['rpc of a set, filtered', () => db.rpc('notes').select('id').lt('id', 3).order('id'),
    rows([{ id: 1 }, { id: 2 }])],
  ['rpc with an array', () => db.rpc('sum_all', { numbers: [1, 2, 3] }), rows(6)],
  ['rpc with an array by get', () => db.rpc('sum_all', { numbers: [1, 2, 3] }, { get: true }),
    rows(6)],
  ['rpc void', () => db.rpc('nothing'), { data: null, error: null, status: 204 }],
  ['rpc that raises', () => db.rpc('refuse'), code(400, 'P0001')],
  ['rpc unknown', () => db.rpc('add_then', { a: 2, b: 3 }), code(404, 'PGRST202')],
  ['strip nulls', () => db.from('note').select('id, gone:text').eq('id', 3).stripNulls(),
    rows([{ id: 3, gone: 'three' }])],
  ['abort', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const { error } = await db.rpc('slow').abortSignal(controller.signal);
    return { aborted: /abort/i.test(error.message) };
  }, { aborted: true }],
  ['an aborted statement is cancelled', async () => {
    for (let look = 0; look < 100; look++) {
      const { data } = await db.rpc('slow_ones');
      if (data === 0) {
        return { left: 0 };
      }
      await new Promise((done) => { setTimeout(done, 50); });
    }
    return { left: 1 };
  }, { left: 0 }],
  ['a wrong token', () => client('nonsense').from('artist').select(), { data: null, status: 401 }],
];

for (const [name, call, expected] of calls) {
  let problem = null;
  try {
    const { error, ...answer } = await call();
    const got = { ...answer, error: error ?? null, code: error?.code };
    for (const member of Object.keys(expected)) {
      assert.deepEqual(got[member], expected[member],
          `${member} of ${JSON.stringify(got)}`);
    }
  } catch (wrong) {
    problem = String(wrong.message);
  }
  console.log(JSON.stringify({ name, problem }));
}
