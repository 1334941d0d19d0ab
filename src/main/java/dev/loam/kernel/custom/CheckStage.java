package dev.loam.kernel.custom;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A step of a user's own on one route: asks its check, times it, and keeps its failures from
/// everything else. `passesOnFailure` lets requests go on while the check does not work.
record CheckStage(
        String name, Check check, boolean passesOnFailure, Figures figures, Clock clock)
        implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger("dev.loam.stages");

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        return switch (ruling(exchange)) {
            case Ruling.Answer answer -> answer.response();
            case Ruling.GoOn goOn -> {
                var inner = goOn.toRequest().size() == 0 ? exchange : exchange.withRequest(
                        exchange.request().withHeaders(
                                Fields.over(exchange.request().headers(), goOn.toRequest())));
                var response = next.handle(inner);
                var fields = Fields.over(goOn.toAnswer(), after(exchange, response));
                yield fields.size() == 0 ? response
                        : response.withHeaders(Fields.over(response.headers(), fields));
            }
        };
    }

    private Ruling ruling(Exchange exchange) {
        long start = clock.nanos();
        try {
            var ruling = check.of(exchange);
            (ruling instanceof Ruling.Answer ? figures.refused : figures.passed).increment();
            return ruling;
        } catch (Refusal refusal) {
            figures.refused.increment();
            throw refusal;
        } catch (CheckFailed wrong) {
            return failed(exchange, wrong);
        } finally {
            timed(exchange, start);
        }
    }

    private Ruling failed(Exchange exchange, CheckFailed wrong) {
        figures.failed.increment();
        LOG.warn("stage {} failed in request {}: {}", name, exchange.requestId(),
                wrong.getMessage(), wrong.getCause());
        if (!passesOnFailure) {
            throw new Refusal(wrong.isAway() ? new CustomFailure.StageAway(name)
                    : new CustomFailure.StageBroken(name));
        }
        return Ruling.PLAIN;
    }

    /// The answer is there, and stays what it is whatever fails now.
    private Headers after(Exchange exchange, HttpResponse response) {
        if (!(check instanceof PluginCheck)) {
            return Headers.NONE;
        }
        long start = clock.nanos();
        try {
            return check.after(exchange, response);
        } catch (CheckFailed wrong) {
            figures.failed.increment();
            LOG.warn("stage {} failed after request {}: {}", name, exchange.requestId(),
                    wrong.getMessage(), wrong.getCause());
            return Headers.NONE;
        } finally {
            timed(exchange, start);
        }
    }

    private void timed(Exchange exchange, long start) {
        long end = clock.nanos();
        figures.nanos.add(end - start);
        exchange.trail().passed(name, end - start);
    }
}
