package dev.loam.kernel.pipeline;

import dev.loam.base.failure.Failure;
import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.Stage;
import dev.loam.ports.web.HttpResponse;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where refusals and defects become answers.
///
/// A defect is logged with its trace under the request's id; the client gets the id and nothing
/// from the inside. Running out of stack counts as a defect of the request that did it; other
/// errors of the virtual machine pass, for they are not this request's.
record ErrorBoundary(ErrorRenderer renderer, ErrorRenderer problems) implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorBoundary.class);
    /// Two kinds that the JVM knows from the start. While it knows one kind only, its compilers
    /// take any failure for that; and a frame below which another kind comes to be, on a virtual
    /// thread that had to wait, is not put right in JDK 25: the first failure of a new kind then
    /// ended in an IncompatibleClassChangeError here.
    private static final List<Failure> KINDS =
            List.of(new PipelineFailure.PathUnknown(), new PipelineFailure.Defect(""));

    @Override
    public HttpResponse handle(Exchange exchange, Next next) {
        try {
            return next.handle(exchange);
        } catch (Refusal refusal) {
            if (refusal.failure().status() >= 500) {
                LOG.debug("request {} refused", exchange.requestId(), refusal);
            }
            Failure why = refusal.failure();
            exchange.trail().failsWith(why.code());
            return (why.problem() ? problems : renderer).render(why, exchange);
        } catch (RuntimeException | AssertionError | StackOverflowError defect) {
            LOG.error("defect in request {}", exchange.requestId(), defect);
            Failure failure = new PipelineFailure.Defect(exchange.requestId());
            exchange.trail().failsWith(failure.code());
            return renderer.render(failure, exchange);
        }
    }
}
