package dev.loam.kernel.idempotency;

import dev.loam.kernel.module.Meter;
import dev.loam.kernel.module.Route;
import dev.loam.kernel.module.Stage;
import dev.loam.kernel.module.Worker;
import dev.loam.ports.database.Database;
import dev.loam.ports.time.Chance;
import dev.loam.ports.time.Clock;
import dev.loam.ports.time.Pause;
import java.util.List;
import java.util.Set;

/// Lets clients send a write again without its effect being there twice: the step of the pipeline,
/// the worker that clears away what has run out, and the figures.
///
/// **Why exactly once.** The module claims the key as the first statement of the transaction of its
/// effect, and keeps the answer as the last one. So an answer is there if and only if the effect
/// is, whatever breaks and whenever it does: the client, this process, the connection, the
/// database. A second request with the key waits for the end of the first one's transaction, at
/// the key of the table, and then either finds the answer, or does the work itself.
public final class Idempotency implements Stage.Maker {
    private final Database database;
    private final IdempotencyConfig config;
    private final Held.Parts parts;
    private final Set<String> routes;

    /// `routes` are the names of those whose modules claim and keep.
    public Idempotency(
            Database database, IdempotencyConfig config, Clock clock, Chance chance,
            Set<String> routes) {
        this.database = database;
        this.config = config;
        this.parts = new Held.Parts(config, clock, chance, new Figures());
        this.routes = Set.copyOf(routes);
    }

    @Override
    public Stage of(Route route) {
        return routes.contains(route.name()) ? new HoldIdempotent(database, parts) : null;
    }

    public Worker sweeper(Pause pause) {
        return new AnswerSweeper(database, parts.clock(), pause);
    }

    public List<Meter> meters() {
        return parts.figures().meters();
    }

    /// How answers are kept.
    public IdempotencyConfig config() {
        return config;
    }
}
