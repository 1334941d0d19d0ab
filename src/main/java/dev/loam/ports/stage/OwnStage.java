package dev.loam.ports.stage;

import java.util.Map;

/// A step that every request goes through on its way to a module, and its answer on the way back.
///
/// Many requests pass at once, each on a virtual thread of its own: blocking is fine, and what the
/// stage keeps has to be safe for many threads. Nobody interrupts it, and so it bounds its own
/// waits. Bodies pass by unseen. What it throws is logged under the stage's name, and the request
/// is refused or goes on as `on-failure` says; no other request notices.
@FunctionalInterface
public interface OwnStage extends AutoCloseable {
    /// Decides on a request before it goes on. Never answers null.
    Decision before(StageRequest request) throws Exception;

    /// Fields that the answer gets, once it is there; they replace those of the same name. It is
    /// asked only where `before` let the request go on, and not about refusals of steps further in
    /// or of a module: these become answers outside of every stage.
    ///
    /// @param status that of the answer
    default Map<String, String> after(StageRequest request, int status) throws Exception {
        return Map.of();
    }

    /// Frees what it holds; requests have ended.
    @Override
    default void close() {
    }
}
