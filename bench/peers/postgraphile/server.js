// PostGraphile as a peer: the Amber preset, tokens verified with its own jsonwebtoken, and the same
// role and claims set for row-level security as Loam sets.
import { createServer } from "node:http";
import { grafserv } from "grafserv/node";
import jsonwebtoken from "jsonwebtoken";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makeJSONPgSmartTagsPlugin } from "postgraphile/utils";

const { BENCH_URL, BENCH_PORT, BENCH_POOL, BENCH_SECRET } = process.env;

function settings(authorization) {
  if (!authorization) {
    return { role: "anon" };
  }
  const claims = jsonwebtoken.verify(authorization.slice("Bearer ".length), BENCH_SECRET, {
    algorithms: ["HS256"],
  });
  return { role: claims.role, "request.jwt.claims": JSON.stringify(claims) };
}

const preset = {
  extends: [PostGraphileAmberPreset],
  // Two computed relationships of Chinook are called as tables are, which it does not allow.
  plugins: [
    makeJSONPgSmartTagsPlugin({
      version: 1,
      config: {
        procedure: {
          "public.artist": { tags: { name: "computed_artist" } },
          "public.track": { tags: { name: "computed_track" } },
        },
      },
    }),
  ],
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  grafserv: { graphiql: false, watch: false, maxRequestLength: 10_000_000 },
  grafast: {
    explain: false,
    context(request) {
      return { pgSettings: settings(request.node?.req.headers.authorization) };
    },
  },
  pgServices: [
    makePgService({
      connectionString: BENCH_URL,
      schemas: ["public"],
      poolConfig: { max: Number(BENCH_POOL) },
    }),
  ],
};

// The schema first: requests that come while it is made leave 5.1.5 in a state it does not mend.
const graphile = postgraphile(preset);
await graphile.getSchema();
const server = createServer();
server.keepAliveTimeout = 75_000;
await graphile.createServ(grafserv).addTo(server);
server.listen(Number(BENCH_PORT), "127.0.0.1");
