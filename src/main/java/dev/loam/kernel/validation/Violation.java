package dev.loam.kernel.validation;

/// One thing that is wrong with a body.
///
/// `pointer` leads to it (RFC 6901). `code` is the SQLSTATE that PostgreSQL would have, or a code
/// of Loam's own. `column` and `constraint` are null where it is about none, or about several.
public record Violation(
        String pointer, String code, String detail, String column, String constraint) {
}
