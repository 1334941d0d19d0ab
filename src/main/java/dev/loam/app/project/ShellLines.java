package dev.loam.app.project;

/// Assignments a POSIX shell reads back exactly, whatever the value holds.
public final class ShellLines {
    private final StringBuilder lines = new StringBuilder();

    /// Adds `NAME='value'`; a quote inside is written `'\''`.
    public ShellLines add(String name, String value) {
        lines.append(name).append("='").append(value.replace("'", "'\\''")).append("'\n");
        return this;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
