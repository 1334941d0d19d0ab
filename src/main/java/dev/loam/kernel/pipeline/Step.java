package dev.loam.kernel.pipeline;

/// The steps of the pipeline in their order, from the outside in, with the reasons for it.
///
/// A step that only some processes have is passed over by the others.
public enum Step {
    LOCATE_CLIENT("whose request it is",
            "First, since the log and the limits have to name the client and not a proxy."),
    NAME_REQUEST("an id for the request",
            "Before all that logs: whatever is written down has to name the request."),
    LEAVE_TRAIL("what the request leaves behind for those who watch it",
            "Before the log, which reads it at the end."),
    LOG_ACCESS("the line in the log, the figures, the end of the trace",
            "Outside of all that may refuse, so that refusals are seen with the status sent."),
    SECURE_HEADERS("the fields that tell browsers to be careful",
            "Outside of all that answers, since refusals need them too."),
    CORS("which web pages may read the answer",
            "Outside of the error boundary, since a refusal must be readable for a page as well."
                    + " Preflights end here, before any work is done."),
    CODE_BODY("compression, both ways",
            "Outside of the error boundary, since errors are sent compressed like any answer;"
                    + " what a body holds is undone only when somebody reads it."),
    CUT_BODY("parts of answers by their bytes",
            "Inside of the compression, since a part is one of the body as it is."),
    BOUND_ERRORS("the one place where refusals and defects become answers",
            "Everything further in may throw."),
    LIMIT_TIME("how long the answer may take",
            "Before the first step that may wait for something."),
    LIMIT_RATE_OF_CLIENT("how often an address may ask",
            "Before the caller's token is looked at, so that guessing costs us nothing."),
    TELL_TIMING("how long the phases took",
            "Inside of the error boundary: refusals do not tell their times."),
    AUTHENTICATE("who asks",
            "As late as it can be, since it is the first step to cost real work."),
    LIMIT_RATE_OF_CALLER("how often a caller may ask",
            "The first step that has to know the caller."),
    ADMIT("whether there is room for the request now",
            "After the limits, so that those who ask too often take nobody's place; before"
                    + " anything that holds a place in the database."),
    CHOOSE_VERSION("the dated version of the API that the client knows",
            "Inside of the limits, since it may change the body; outside of what depends on it."),
    CUSTOM("the steps that users add",
            "Last, so that they see the request as the module will."),
    HOLD_IDEMPOTENT("an answer that was given before under the same key",
            "Around the module alone, since it is its answer that is kept.");

    private final String does;
    private final String reason;

    Step(String does, String reason) {
        this.does = does;
        this.reason = reason;
    }

    /// What it is for, in a few words.
    public String does() {
        return does;
    }

    /// Why it is where it is.
    public String reason() {
        return reason;
    }
}
