package dev.loam.bench.measure;

/// What one system did in one turn. Latencies are in microseconds, NaN where they are not known;
/// CPU times are microseconds for each request.
public record Turn(
        double rate, long requests, long errors, double p50, double p90, double p99, double p999,
        double serverCpu, double databaseCpu, double generatorCpu, double residentMiB,
        double databaseMiB) {

    /// What the generator itself has to say.
    public record Load(
            double rate, long requests, long errors, double p50, double p90, double p99,
            double p999) {
    }
}
