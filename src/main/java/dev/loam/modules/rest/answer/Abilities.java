package dev.loam.modules.rest.answer;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.catalog.Function.Volatility;
import dev.loam.kernel.catalog.Table;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpResponse;
import java.util.List;

/// Answers OPTIONS: the methods that make sense, whoever asks.
///
/// Source: PostgREST documentation, "OPTIONS method".
public final class Abilities {
    private Abilities() {
    }

    public static HttpResponse ofRoot() {
        return allow("OPTIONS,GET,HEAD");
    }

    public static HttpResponse of(Table table) {
        var methods = new StringBuilder("OPTIONS,GET,HEAD");
        if (table.insertable()) {
            methods.append(",POST");
        }
        if (table.insertable() && table.updatable() && !table.primaryKey().isEmpty()) {
            methods.append(",PUT");
        }
        if (table.updatable()) {
            methods.append(",PATCH");
        }
        if (table.deletable()) {
            methods.append(",DELETE");
        }
        return allow(methods.toString());
    }

    /// What any of the overloads allows.
    public static HttpResponse of(List<Function> overloads) {
        boolean readable = overloads.stream()
                .anyMatch(one -> one.volatility() != Volatility.VOLATILE);
        return allow(readable ? "OPTIONS,GET,HEAD,POST" : "OPTIONS,POST");
    }

    private static HttpResponse allow(String methods) {
        return HttpResponse.Full.of(200,
                Headers.of("Allow", methods, "Vary", "Accept, Prefer, Range"), new byte[0]);
    }
}
