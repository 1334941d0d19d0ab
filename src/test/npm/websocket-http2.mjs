// A WebSocket over a stream of HTTP/2 (RFC 8441): Node.js speaks HTTP/2, `ws` the frames.
// Usage: node websocket-http2.mjs URL KEY CERTIFICATE_FILE. Prints what it saw, a line each.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.NPM_HOME}/package.json`);
const { Receiver, Sender } = require('ws');
const [url, key, certificate] = process.argv.slice(2);

setTimeout(() => { throw new Error('no answer'); }, 20000).unref();
const session = http2.connect(url, { ca: readFileSync(certificate) });
const [settings] = await once(session, 'remoteSettings');
console.log(`offered ${settings.enableConnectProtocol}`);

const stream = session.request({
  ':method': 'CONNECT', ':protocol': 'websocket', 'sec-websocket-version': '13',
  ':path': `/realtime/v1/websocket?vsn=1.0.0&apikey=${key}` });
const [answer] = await once(stream, 'response');
console.log(`answered ${answer[':status']}`);

const receiver = new Receiver({ isServer: false });
const sender = new Sender(stream);
stream.pipe(receiver);
const text = { fin: true, binary: false, compress: false, mask: true };
sender.send(JSON.stringify({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '7' }), text);
const [data] = await once(receiver, 'message');
const reply = JSON.parse(data);
console.log(`${reply.event} ${reply.ref} ${reply.payload.status}`);

// The connection goes on to carry other requests.
const other = session.request({ ':path': '/rest/v1/item', apikey: key });
const [rows] = await once(other, 'response');
other.resume();
console.log(`beside it ${rows[':status']}`);

const concluded = once(receiver, 'conclude');
const closed = once(stream, 'close');
sender.close(1000, '', true);
console.log(`closed ${(await concluded)[0]}`);
stream.end();
await closed;
console.log(`reset ${stream.rstCode}`);
session.close();
