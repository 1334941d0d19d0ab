package dev.loam.app.cli;

/// A command cannot do what it was asked; the message is a sentence for the person who asked.
public final class CommandFailed extends RuntimeException {
    private final int exitCode;

    public CommandFailed(String message) {
        this(message, 1);
    }

    private CommandFailed(String message, int exitCode) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// The command was called in a wrong way.
    public static CommandFailed usage(String message) {
        return new CommandFailed(message, 2);
    }

    int exitCode() {
        return exitCode;
    }
}
