package dev.loam.kernel.rate;

/// What tells those apart who each have an allowance of their own.
public enum By {
    /// The client's network: an IPv4 address, or 64 bits of an IPv6 one.
    IP(false),
    /// The API key: an opaque one by its id, a token without a user by its claims.
    KEY(true),
    /// The user, as the token's `sub` names them. Requests without one are not counted.
    USER(true),
    /// The database role.
    ROLE(true),
    /// The route: the entry of the rule's routes that the request is of, else the module.
    ROUTE(false);

    private final boolean ofCaller;

    By(boolean ofCaller) {
        this.ofCaller = ofCaller;
    }

    /// Whether the caller has to be known.
    boolean ofCaller() {
        return ofCaller;
    }
}
