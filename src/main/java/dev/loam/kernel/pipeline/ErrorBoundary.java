package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.ports.web.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where refusals and defects become answers.
///
/// A defect is logged with its trace under the request's id; the client gets the id and nothing
/// from the inside. Running out of stack counts as a defect of the request that did it; other
/// errors of the virtual machine pass, for they are not this request's.
record ErrorBoundary(ErrorRenderer renderer) implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorBoundary.class);

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        try {
            return next.handle(exchange);
        } catch (Refusal refusal) {
            if (refusal.failure().status() >= 500) {
                LOG.debug("request {} refused", exchange.requestId(), refusal);
            }
            return renderer.render(refusal.failure(), exchange);
        } catch (RuntimeException | AssertionError | StackOverflowError defect) {
            LOG.error("defect in request {}", exchange.requestId(), defect);
            Failure failure = new PipelineFailure.Defect(exchange.requestId());
            return renderer.render(failure, exchange);
        }
    }
}
