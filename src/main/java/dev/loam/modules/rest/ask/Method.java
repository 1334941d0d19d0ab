package dev.loam.modules.rest.ask;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.rest.failure.RestFailure;

/// The methods this dialect knows.
public enum Method {
    GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS;

    /// Fails: 405 PGRST117 for any other, PGRST101 where the target is a function.
    public static Method of(String name, Target target) {
        Method method = orNull(name);
        if (method == null) {
            throw new Refusal(target instanceof Target.Procedure
                    ? new RestFailure.MethodOnFunction(name)
                    : new RestFailure.UnsupportedMethod(name));
        }
        return method;
    }

    private static Method orNull(String name) {
        return switch (name) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> POST;
            case "PATCH" -> PATCH;
            case "PUT" -> PUT;
            case "DELETE" -> DELETE;
            case "OPTIONS" -> OPTIONS;
            default -> null;
        };
    }

    /// True for GET and HEAD, which must not change anything.
    public boolean reads() {
        return this == GET || this == HEAD;
    }

    /// True where `Content-Profile` names the schema, not `Accept-Profile`.
    public boolean hasContent() {
        return this == POST || this == PATCH || this == PUT || this == DELETE;
    }
}
