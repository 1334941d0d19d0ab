package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;

/// What a path names.
public sealed interface Target {
    /// `/`
    record Root() implements Target {
    }

    /// `/NAME`: a table, view or any other relation.
    record Relation(String name) implements Target {
    }

    /// `/rpc/NAME`
    record Procedure(String name) implements Target {
    }

    /// Reads a raw path, which begins with `/` or is empty.
    ///
    /// Fails: 404 PGRST125 for paths of any other shape; 400 for what is not percent-encoded UTF-8.
    static Target of(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return new Root();
        }
        int second = path.indexOf('/', 1);
        if (second < 0) {
            return new Relation(Percent.decode(path.substring(1), "path"));
        }
        String name = path.substring(second + 1);
        if (!path.startsWith("/rpc/") || name.indexOf('/') >= 0) {
            throw new Refusal(new RestFailure.InvalidPath());
        }
        return new Procedure(Percent.decode(name, "path"));
    }
}
