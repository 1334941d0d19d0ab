package dev.loam.modules.auth.password;

/// Passwords that breaches have made known.
///
/// Blocks for a bounded time. When nobody can tell, a password counts as unknown: a service that
/// is down must not keep people from signing up.
@FunctionalInterface
public interface BreachedPasswords {
    /// Knows none.
    BreachedPasswords NONE = password -> false;

    boolean contain(String password);
}
