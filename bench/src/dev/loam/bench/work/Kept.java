package dev.loam.bench.work;

import static dev.loam.bench.work.Dialect.CACHED;
import static dev.loam.bench.work.Dialect.REST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// The workloads of answers that are kept: the same asked of Loam as it is and of Loam that keeps
/// them.
final class Kept {
    private static final int ARTICLES = 10_000;
    private static final int CALLS = 50_000;
    private static final int WRITE_EVERY = 20;
    private static final long SEED = 20_260_101;
    /// Prime to the number of articles: neighbours in rank do not lie beside each other.
    private static final int STRIDE = 7_919;
    private static final String OLD_ARTICLES = "update article set amount = article_id"
            + " where amount <> article_id; vacuum article";

    private Kept() {
    }

    static List<Workload> all() {
        return List.of(hit(), hitJwt(), revalidated(), zipfReads(), zipf(), zipfMix());
    }

    private static Workload hit() {
        return asked(Workload.named("cache-hit", "the same track by key, again and again"),
                List.of(Call.get("/track?track_id=eq.1"))).compares(3);
    }

    private static Workload hitJwt() {
        return asked(Workload.named("cache-hit-jwt",
                        "the same customer by key, behind a token and row-level security"),
                List.of(Call.get("/customer?customer_id=eq.1"))).compares(3).by(Who.CUSTOMER);
    }

    private static Workload revalidated() {
        return asked(Workload.named("cache-304",
                        "50 tracks of a genre, asked for by a client that has them (Loam without"
                        + " a cache sends them again)"),
                List.of(Call.get("/track?genre_id=eq.1&order=milliseconds.desc,track_id&limit=50"
                        + "&offset=50"))).compares(3).revalidating();
    }

    private static Workload zipfReads() {
        return asked(Workload.named("cache-zipf-reads",
                        "10,000 rows by key, the n-th as often as 1/n, nothing written"),
                calls(CALLS + 1, List.of(""))).compares(500).by(Who.CUSTOMER);
    }

    private static Workload zipf() {
        return asked(Workload.named("cache-zipf",
                        "the same, and each twentieth request changes such a row"),
                calls(WRITE_EVERY, List.of(""))).compares(500).by(Who.CUSTOMER)
                .writes(OLD_ARTICLES, null);
    }

    private static Workload zipfMix() {
        return asked(Workload.named("cache-zipf-mix",
                        "the same, and each second read asks for the row's author as well"),
                calls(WRITE_EVERY, List.of("", "&select=*,author(name,about)"))).compares(500)
                .by(Who.CUSTOMER).writes(OLD_ARTICLES, null);
    }

    private static Workload asked(Workload workload, List<Call> calls) {
        return workload.asks(REST, calls).asks(CACHED, calls);
    }

    /// The same list at each run: its seed is fixed. Reads ask in turn for what `selects` say.
    private static List<Call> calls(int writeEvery, List<String> selects) {
        double[] upTo = shares();
        var chance = new Random(SEED);
        List<Call> calls = new ArrayList<>(CALLS);
        for (int i = 1; i <= CALLS; i++) {
            int id = 1 + (int) ((long) rank(upTo, chance.nextDouble()) * STRIDE % ARTICLES);
            String path = "/article?article_id=eq." + id;
            calls.add(i % writeEvery == 0 ? Call.send("PATCH", path, "{\"amount\":" + i + "}")
                    .with("Prefer", "return=minimal")
                    : Call.get(path + selects.get(i % selects.size())));
        }
        return calls;
    }

    /// For each rank the share of the requests that it and those before it have.
    private static double[] shares() {
        double[] upTo = new double[ARTICLES];
        double sum = 0;
        for (int rank = 0; rank < ARTICLES; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        for (int rank = 0; rank < ARTICLES; rank++) {
            upTo[rank] /= sum;
        }
        return upTo;
    }

    private static int rank(double[] upTo, double share) {
        int found = Arrays.binarySearch(upTo, share);
        return Math.min(ARTICLES - 1, found >= 0 ? found + 1 : -found - 1);
    }
}
