package dev.loam.app.diff;

import static dev.loam.app.diff.Change.Level.BREAKING;
import static dev.loam.app.diff.Change.Level.RISKY;
import static dev.loam.app.diff.Change.Level.SAFE;

import dev.loam.app.diff.Change.Level;

/// The kinds of change, how bad each is, and what it does to whom.
///
/// What clients send may be taken more generously and what they get may become more exact; the
/// other way round a change breaks them.
public enum Rule {
    PATH_REMOVED(BREAKING, "Requests to it are answered 404."),
    PATH_ADDED(SAFE, "Nobody asks for it yet."),
    METHOD_REMOVED(BREAKING, "Requests with it can be answered 405."),
    METHOD_ADDED(SAFE, "Nobody asks for it yet."),
    OPERATION_RENAMED(RISKY, "Generated clients call it by another name."),
    DEPRECATED(SAFE, "Clients should move on."),
    TOKEN_REQUIRED(BREAKING, "Requests without a token are answered 401."),

    PARAMETER_REMOVED(BREAKING, "Requests with it are refused, or answered as if without."),
    PARAMETER_ADDED(SAFE, "Nobody sends it yet."),
    PARAMETER_REQUIRED(BREAKING, "Requests without it are refused."),
    PARAMETER_OPTIONAL(SAFE, "Who sends it may go on."),
    PARAMETER_WRITTEN_OTHERWISE(BREAKING, "Its values are read in another way than they are sent."),
    HEADER_REMOVED(RISKY, "It is passed over from now on."),
    OPERATOR_REMOVED(BREAKING, "Filters with it are refused."),
    OPERATOR_ADDED(SAFE, "Nobody filters with it yet."),

    BODY_REQUIRED(BREAKING, "Requests without a body are refused."),
    BODY_OPTIONAL(SAFE, "Who sends a body may go on."),
    REQUEST_TYPE_REMOVED(BREAKING, "Bodies of this type are answered 415."),
    REQUEST_TYPE_ADDED(SAFE, "Nobody sends it yet."),
    ANSWER_TYPE_REMOVED(BREAKING, "Who accepts nothing else is answered 406."),
    ANSWER_TYPE_ADDED(SAFE, "Nobody accepts it yet."),
    STATUS_REMOVED(BREAKING, "Clients that wait for it see another one."),
    STATUS_ADDED(RISKY, "Clients may take a status they do not know for a failure."),
    ANSWER_HEADER_REMOVED(BREAKING, "Clients that read it find nothing."),

    SENT_MEMBER_REMOVED(BREAKING, "Requests that set it are refused."),
    SENT_MEMBER_ADDED(SAFE, "Nobody sets it yet."),
    SENT_MEMBER_REQUIRED(BREAKING, "Requests that leave it out are refused."),
    SENT_MEMBER_OPTIONAL(SAFE, "Who sets it may go on."),
    SENT_OTHERS_REFUSED(BREAKING, "Requests with members of other names are refused."),
    SENT_NARROWED(BREAKING, "Values that were taken are refused."),
    SENT_WIDENED(SAFE, "What is sent today is still taken."),
    SENT_NULL_REFUSED(BREAKING, "Requests that set it to null are refused."),
    SENT_NULL_ALLOWED(SAFE, "Nobody sends null yet."),
    SENT_VALUE_REMOVED(BREAKING, "Requests with this value are refused."),
    SENT_VALUE_ADDED(SAFE, "Nobody sends it yet."),
    SENT_DEFAULT_CHANGED(RISKY, "Who leaves it out gets another value than before."),
    SENT_FORM_REMOVED(BREAKING, "Requests in this form are refused."),
    SENT_FORM_ADDED(RISKY, "Requests that fit more than one form may be refused as ambiguous."),
    SENT_CHANGED(RISKY, "Whether values that were taken are refused cannot be told from here."),

    GOT_MEMBER_REMOVED(BREAKING, "Clients that read it, or ask for it, find nothing."),
    GOT_MEMBER_ADDED(SAFE, "Clients pass over what they do not know."),
    GOT_MEMBER_OPTIONAL(BREAKING, "Clients that rely on it may find nothing."),
    GOT_MEMBER_REQUIRED(SAFE, "It is always there from now on."),
    GOT_WIDENED(BREAKING, "Clients get values they cannot read."),
    GOT_LARGER(RISKY, "Clients with room for the smaller values only overflow, once there are"
            + " larger ones."),
    GOT_NARROWED(SAFE, "Clients can read every value."),
    GOT_NULL_ALLOWED(BREAKING, "Clients that did not reckon with null fail."),
    GOT_NULL_REFUSED(SAFE, "It is never null from now on."),
    GOT_VALUE_ADDED(RISKY, "Clients that know a fixed set of values meet one that is not in it."),
    GOT_VALUE_REMOVED(SAFE, "It never comes any more."),
    GOT_FORM_ADDED(BREAKING, "Clients get a form they cannot read."),
    GOT_FORM_REMOVED(SAFE, "It never comes any more."),
    GOT_CHANGED(RISKY, "Whether clients can read every value cannot be told from here."),

    PRIMARY_KEY_CHANGED(BREAKING, "PUT and upserts tell rows apart by other columns."),
    FOREIGN_KEY_REMOVED(BREAKING, "The rows it led to cannot be embedded by it."),
    FOREIGN_KEY_CHANGED(BREAKING, "Embedding by it leads to other rows."),
    FOREIGN_KEY_ADDED(SAFE, "Nobody embeds by it yet."),
    FOREIGN_KEY_AMBIGUOUS(BREAKING,
            "Embedding without naming the key is answered 300: there are two ways now.");

    private final Level level;
    private final String why;

    Rule(Level level, String why) {
        this.level = level;
        this.why = why;
    }

    public Level level() {
        return level;
    }

    /// A sentence on what becomes of clients.
    public String why() {
        return why;
    }
}
