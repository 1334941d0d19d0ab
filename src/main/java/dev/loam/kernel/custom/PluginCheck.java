package dev.loam.kernel.custom;

import dev.loam.kernel.module.Exchange;
import dev.loam.ports.stage.Decision;
import dev.loam.ports.stage.OwnStage;
import dev.loam.ports.stage.StageCaller;
import dev.loam.ports.stage.StageRequest;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;

/// Asks a class of the user's own. Whatever it throws, short of an error of the virtual machine,
/// stays here.
record PluginCheck(OwnStage stage, String route) implements Check {
    @Override
    public Ruling of(Exchange exchange) throws CheckFailed {
        Decision decision;
        try {
            decision = stage.before(request(exchange));
        } catch (Exception | LinkageError | AssertionError | StackOverflowError wrong) {
            throw CheckFailed.broken("its class threw " + wrong, wrong);
        }
        return switch (decision) {
            case Decision.GoOn goOn -> goOn == Decision.goOn() ? Ruling.PLAIN
                    : new Ruling.GoOn(
                            Fields.of(goOn.requestFields()), Fields.of(goOn.answerFields()));
            case Decision.Answer answer -> answered(answer);
            case null -> throw CheckFailed.broken("its class decided nothing", null);
        };
    }

    private static Ruling answered(Decision.Answer answer) throws CheckFailed {
        if (answer.status() < 200 || answer.status() > 599) {
            throw CheckFailed.broken("its class answered status " + answer.status(), null);
        }
        return new Ruling.Answer(HttpResponse.Full.of(answer.status(),
                Fields.of(answer.fields()), answer.body()));
    }

    @Override
    public Headers after(Exchange exchange, HttpResponse response) throws CheckFailed {
        try {
            return Fields.of(stage.after(request(exchange), response.status()));
        } catch (CheckFailed wrong) {
            throw wrong;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError wrong) {
            throw CheckFailed.broken("its class threw " + wrong, wrong);
        }
    }

    private StageRequest request(Exchange exchange) {
        var request = exchange.request();
        var caller = exchange.caller();
        return new StageRequest(request.method(), request.path(), request.query(),
                Facts.fields(request.headers()), exchange.client(), exchange.requestId(), route,
                caller == null ? null
                        : new StageCaller(caller.role(), caller.claimsJson(), caller.anonymous()));
    }
}
