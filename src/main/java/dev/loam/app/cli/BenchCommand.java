package dev.loam.app.cli;

import dev.loam.app.config.Kind;
import dev.loam.app.load.LoadPlan;
import dev.loam.app.load.LoadReport;
import dev.loam.app.load.LoadRun;
import dev.loam.app.load.RequestFile;
import dev.loam.app.load.WireRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `loam bench`: sends requests at a fixed rate and says how long they waited.
@Command(name = "bench", description = {
    "Sends requests to an HTTP server and says how long they waited.",
    "",
    "At a fixed rate (--rate), each request is timed from the moment it was due: a server that "
            + "stands still for a second is charged for every request of that second. With "
            + "--closed, each connection sends as soon as it has its answer; that finds the most "
            + "a server can do, and flatters its latency."},
        footer = {"", "Exit code 1 when there was not one good answer."})
final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "URL", description = "What to ask for, http only.")
    private String url;

    @Option(names = "--rate", paramLabel = "N", description = "Requests a second in all.")
    private double rate;

    @Option(names = "--closed", description = "As fast as answers come.")
    private boolean closed;

    @Option(names = "--duration", paramLabel = "TIME", converter = Time.class,
            defaultValue = "10s", description = "How long to measure (10s).")
    private Duration duration;

    @Option(names = "--warmup", paramLabel = "TIME", converter = Time.class,
            defaultValue = "2s", description = "How long to send before that (2s).")
    private Duration warmup;

    @Option(names = "--timeout", paramLabel = "TIME", converter = Time.class,
            defaultValue = "10s", description = "When an answer is given up (10s).")
    private Duration timeout;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "16",
            description = "How many are open (16).")
    private int connections;

    @Option(names = "--method", paramLabel = "NAME",
            description = "GET, or POST when there is a body.")
    private String method;

    @Option(names = {"-H", "--header"}, paramLabel = "'NAME: VALUE'",
            description = "A header to send; may be repeated.")
    private List<String> headers = List.of();

    @Option(names = "--body", paramLabel = "TEXT|@FILE", description = "What to send.")
    private String body;

    @Option(names = "--requests", paramLabel = "FILE", description = "Requests to send in turn: a "
            + "JSON object a line, with path and if wanted method, headers, body.")
    private Path requests;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--allow-remote", description = "Load a server that is not this machine.")
    private boolean allowRemote;

    BenchCommand(Console console) {
        this.console = console;
    }

    /// A duration as the settings have it.
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Kind.DURATION.fromText().apply(text);
            } catch (IllegalArgumentException _) {
                throw new TypeConversionException("wanted " + Kind.DURATION.wanted());
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = plan();
        LoadReport report;
        try {
            report = LoadRun.run(plan);
        } catch (IOException failure) {
            throw new CommandFailed("Cannot connect to " + plan.target() + " "
                    + plan.connections() + " times: " + failure.getMessage());
        }
        if (json) {
            console.out().println(BenchReport.json(plan, report));
        } else {
            console.out().print(BenchReport.text(plan, report));
        }
        return report.anyGood() ? 0 : 1;
    }

    private LoadPlan plan() throws IOException {
        if (closed == rate > 0) {
            throw CommandFailed.usage("Give a rate above 0 with --rate, or --closed");
        }
        try {
            URI target = target();
            return new LoadPlan(address(target), requests(target), rate, warmup, duration,
                    connections, timeout);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(wrong.getMessage());
        }
    }

    private URI target() {
        URI target = URI.create(url);
        if (!"http".equals(target.getScheme()) || target.getHost() == null) {
            throw new IllegalArgumentException("URL: wanted http://HOST[:PORT]/PATH, got " + url);
        }
        return target;
    }

    private InetSocketAddress address(URI target) {
        try {
            InetAddress host = InetAddress.getByName(target.getHost());
            if (!host.isLoopbackAddress() && !allowRemote) {
                throw new IllegalArgumentException(target.getHost() + " is not this machine; "
                        + "--allow-remote loads it all the same");
            }
            return new InetSocketAddress(host, target.getPort() < 0 ? 80 : target.getPort());
        } catch (UnknownHostException _) {
            throw new IllegalArgumentException("URL: there is no host " + target.getHost());
        }
    }

    private List<WireRequest> requests(URI target) throws IOException {
        byte[] content = body();
        Map<String, String> fields = fields();
        String chosen = method != null ? method : content == null ? "GET" : "POST";
        if (requests == null) {
            return List.of(WireRequest.of(chosen, target.getRawAuthority(), pathOf(target),
                    fields, content));
        }
        if (content != null) {
            throw new IllegalArgumentException("--body: the lines of --requests have their own");
        }
        try {
            return RequestFile.read(requests, new RequestFile.Defaults(
                    chosen, target.getRawAuthority(), fields));
        } catch (IOException failure) {
            throw unreadable("--requests", requests, failure);
        }
    }

    private static String pathOf(URI target) {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("--header: wanted NAME: VALUE, got " + header);
            }
            fields.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return fields;
    }

    private byte[] body() {
        if (body == null) {
            return null;
        }
        if (!body.startsWith("@")) {
            return body.getBytes(StandardCharsets.UTF_8);
        }
        Path file = Path.of(body.substring(1));
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw unreadable("--body", file, failure);
        }
    }

    private static CommandFailed unreadable(String option, Path file, IOException failure) {
        return CommandFailed.usage(option + ": " + file + " cannot be read: "
                + failure.getClass().getSimpleName());
    }
}
