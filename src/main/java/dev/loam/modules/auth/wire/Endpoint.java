package dev.loam.modules.auth.wire;

import dev.loam.ports.web.HttpResponse;

/// Answers one kind of request. What it will not do it throws as a refusal.
@FunctionalInterface
public interface Endpoint {
    HttpResponse answer(Ask ask);
}
