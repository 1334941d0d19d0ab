package dev.loam.kernel.pipeline;

import dev.loam.base.task.Deadline;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.HttpResponse;
import java.time.Duration;

/// Sets the moment until which the answer must be made. Whoever waits for something later on keeps
/// to it; nothing is interrupted here.
record LimitTime(Duration atMost, Clock clock) implements Stage {
    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        return next.handle(exchange.withDeadline(Deadline.after(atMost, clock.nanos())));
    }
}
