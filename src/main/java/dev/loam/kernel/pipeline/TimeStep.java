package dev.loam.kernel.pipeline;

import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.SpanLog;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.HttpResponse;
import java.util.Locale;

/// Notes how long a step took, for a request whose trace is kept.
record TimeStep(Stage stage, String name) implements Stage {
    TimeStep(Step step, Stage stage) {
        this(stage, step.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        SpanLog spans = exchange.trail().spans();
        SpanLog.Open span = spans == null ? null : spans.openMinor(name);
        if (span == null) {
            return stage.handle(exchange, next);
        }
        try {
            return stage.handle(exchange, next);
        } finally {
            span.close();
        }
    }
}
