package dev.loam.kernel.cache;

/// Why an answer is not kept: the kind of the reason, and a sentence for people.
record Pass(Reason reason, String text) {
    static final Pass OFF = new Pass(Reason.OFF, "the cache is off");
    static final Pass STRONG = new Pass(Reason.STRONG, "the request asks for the newest state");
    static final Pass WRITES = new Pass(Reason.WRITES, "the statement may write");
    static final Pass NOT_WHOLE =
            new Pass(Reason.NOT_WHOLE, "the statement may read more than is known of it");
    static final Pass PREPARED =
            new Pass(Reason.PREPARED, "another statement runs before it, at each request");
    static final Pass ISOLATION =
            new Pass(Reason.ISOLATION, "it runs under an isolation level of its own");
    static final Pass ROLE = new Pass(Reason.ROLE, "the cache is off for this role");
    static final Pass CLOSED = new Pass(Reason.CLOSED, "committed changes cannot be read now");
    static final Pass SCHEMA = new Pass(Reason.SCHEMA, "the schema is being read");
    static final Pass SHAPE = new Pass(Reason.SHAPE, "the answer has no rows to tell its state by");
    static final Pass STREAMED = new Pass(Reason.SHAPE, "the answer comes in batches");
    static final Pass FAILED = new Pass(Reason.FAILED, "the statement failed");

    static Pass refused(String why) {
        return new Pass(Reason.REFUSED, why);
    }
}
