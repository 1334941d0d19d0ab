package dev.loam.app.top;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A terminal that shows one page after the other and hands on keys as they are pressed.
///
/// What it changes it puts back, at the latest when the process ends. Keys come one by one only
/// while `stty`, which every system with a terminal has, can say so.
public final class Terminal implements AutoCloseable {
    private static final int LINES_DEFAULT = 24;
    private static final int COLUMNS_DEFAULT = 80;
    private static final String ESCAPE = "\033[";

    private final InputStream keys;
    private final PrintWriter out;
    private final String before;
    private final Thread ender;

    private Terminal(InputStream keys, PrintWriter out, String before) {
        this.keys = keys;
        this.out = out;
        this.before = before;
        this.ender = Thread.ofPlatform().unstarted(this::restore);
    }

    /// The process's own, whose keys come one by one from now on.
    public static Terminal open(InputStream keys, PrintWriter out) {
        String before = stty("-g");
        stty("-icanon -echo min 0 time 0");
        return shown(new Terminal(keys, out, before));
    }

    /// One that nothing is changed of but what it shows.
    public static Terminal of(InputStream keys, PrintWriter out) {
        return shown(new Terminal(keys, out, ""));
    }

    private static Terminal shown(Terminal terminal) {
        Runtime.getRuntime().addShutdownHook(terminal.ender);
        terminal.out.print(ESCAPE + "?1049h" + ESCAPE + "?25l");
        terminal.out.flush();
        return terminal;
    }

    /// Its lines and columns.
    int[] size() {
        String[] size = stty("size").split(" ");
        try {
            return new int[] {Integer.parseInt(size[0]), Integer.parseInt(size[1])};
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return new int[] {LINES_DEFAULT, COLUMNS_DEFAULT};
        }
    }

    /// Shows what fits of the lines.
    void show(List<String> lines, int[] size) {
        var page = new StringBuilder(ESCAPE).append('H');
        lines.stream().limit(size[0] - 1L).forEach(line -> page
                .append(line, 0, Math.min(line.length(), size[1]))
                .append(ESCAPE).append("K\r\n"));
        out.print(page.append(ESCAPE).append('J'));
        out.flush();
    }

    /// A key that was pressed, -1 where none was.
    int key() throws IOException {
        return keys.available() > 0 ? keys.read() : -1;
    }

    @Override
    public void close() {
        restore();
        Runtime.getRuntime().removeShutdownHook(ender);
    }

    private void restore() {
        out.print(ESCAPE + "?25h" + ESCAPE + "?1049l");
        out.flush();
        if (!before.isEmpty()) {
            stty(before);
        }
    }

    /// What `stty` says, nothing where there is no terminal.
    private static String stty(String arguments) {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty " + arguments + " </dev/tty")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(stty.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8).strip();
            stty.waitFor(1, TimeUnit.SECONDS);
            return said;
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
