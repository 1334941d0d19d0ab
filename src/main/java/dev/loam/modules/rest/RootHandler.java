package dev.loam.modules.rest;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.catalog.Catalog;
import dev.loam.kernel.module.Exchange;
import dev.loam.modules.rest.answer.Abilities;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Target;
import dev.loam.modules.rest.failure.RestFailure;
import dev.loam.ports.web.HttpResponse;

/// Answers `/`: by a function of the database's own, or with the OpenAPI document.
final class RootHandler {
    private final String rootSpec;

    RootHandler(String rootSpec) {
        this.rootSpec = rootSpec;
    }

    HttpResponse handle(
            Exchange exchange, Method method, String schema, Catalog catalog, RestHandler rest) {
        if (method == Method.OPTIONS) {
            return Abilities.ofRoot();
        }
        if (!method.reads()) {
            throw new Refusal(new RestFailure.UnsupportedMethod(method.name()));
        }
        if (rootSpec != null) {
            return rest.call(exchange, catalog, new Target.Procedure(rootSpec), method, schema);
        }
        throw new Refusal(new RestFailure.RootDisabled());
    }
}
