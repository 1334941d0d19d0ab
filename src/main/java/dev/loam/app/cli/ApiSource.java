package dev.loam.app.cli;

import dev.loam.app.config.ConfigLoader;
import dev.loam.app.project.ProjectFolder;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where the description of an API comes from. `schema` is null for the first one that is shown.
public sealed interface ApiSource {
    /// A description in a file.
    record Document(Path path) implements ApiSource {
    }

    /// An API that is served; `headers` are sent with the question, `NAME: VALUE`.
    record Served(URI address, String schema, List<String> headers) implements ApiSource {
        public Served {
            headers = List.copyOf(headers);
        }
    }

    /// A schema of a database.
    record Database(String url, String schema) implements ApiSource {
        @Override
        public String toString() {
            // The address holds a password.
            return "Database[schema=" + schema + "]";
        }
    }

    /// A schema of a project's database.
    record Project(ProjectOptions options, String schema) implements ApiSource {
    }

    /// Reads an argument of the command line: `#NAME` behind an address or a folder chooses a
    /// schema, `schema=NAME` among the parameters of a database's URL does. Fails with
    /// `IllegalArgumentException` in words for the user, which do not repeat an address.
    static ApiSource of(String text, List<String> headers, Map<String, String> environment) {
        if (text.matches("(?i)https?://.*")) {
            return served(text, headers);
        }
        if (text.matches("postgres(ql)?://.*")) {
            return database(text);
        }
        return local(text, environment);
    }

    private static ApiSource served(String text, List<String> headers) {
        int hash = text.indexOf('#');
        try {
            URI address = new URI(hash < 0 ? text : text.substring(0, hash));
            if (address.getUserInfo() != null) {
                throw new IllegalArgumentException("credentials belong into a --header");
            }
            if (address.getHost() != null) {
                return new Served(address, named(new URI(text).getFragment()), headers);
            }
        } catch (URISyntaxException _) {
            // Answered below, without the address, which may hold a password.
        }
        throw new IllegalArgumentException("wanted http://HOST[:PORT]/PATH");
    }

    private static ApiSource database(String text) {
        int question = text.indexOf('?');
        String schema = null;
        List<String> others = new ArrayList<>();
        for (String pair : question < 0 ? new String[0] : text.substring(question + 1).split("&")) {
            if (pair.startsWith("schema=")) {
                schema = URI.create("?" + pair.substring("schema=".length())).getQuery();
            } else {
                others.add(pair);
            }
        }
        String url = question < 0 ? text : text.substring(0, question)
                + (others.isEmpty() ? "" : "?" + String.join("&", others));
        return new Database(url, named(schema));
    }

    private static ApiSource local(String text, Map<String, String> environment) {
        int hash = text.lastIndexOf('#');
        try {
            Path whole = Path.of(text);
            if (Files.isRegularFile(whole)) {
                return new Document(whole);
            }
            Path dir = Files.isDirectory(whole) || hash < 0 ? whole
                    : Path.of(text.substring(0, hash));
            if (!Files.isDirectory(dir)) {
                throw new IllegalArgumentException("there is no file or folder " + text);
            }
            var project = new ProjectFolder(dir);
            var sources = new ConfigLoader.Sources(project.dir(), null, environment, List.of());
            return new Project(
                    new ProjectOptions(project, sources, ConfigLoader.load(sources)),
                    dir.equals(whole) ? null : named(text.substring(hash + 1)));
        } catch (InvalidPathException _) {
            throw new IllegalArgumentException("this is no name of a file");
        }
    }

    private static String named(String schema) {
        return schema == null || schema.isEmpty() ? null : schema;
    }
}
