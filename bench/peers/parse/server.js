// Parse Server as a peer: caches and limits as they come, no push, no live queries.
import express from "express";
import { ParseServer } from "parse-server";

const { BENCH_URL, BENCH_PORT, BENCH_POOL, BENCH_SECRET } = process.env;

const server = new ParseServer({
  databaseURI: `${BENCH_URL}?max=${BENCH_POOL}`,
  appId: "bench",
  masterKey: BENCH_SECRET,
  masterKeyIps: ["127.0.0.1", "::1"],
  serverURL: `http://127.0.0.1:${BENCH_PORT}/parse`,
  allowClientClassCreation: true,
  silent: true,
  verbose: false,
  logLevel: "error",
  logsFolder: null,
  maxUploadSize: "20mb",
});
await server.start();

const app = express();
app.use("/parse", server.app);
const http = app.listen(Number(BENCH_PORT), "127.0.0.1");
http.keepAliveTimeout = 75_000;
