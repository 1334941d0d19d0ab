package dev.loam.app.command;

import dev.loam.adapters.httpserver.CertificateCheck;
import dev.loam.adapters.httpserver.TlsConfig;
import dev.loam.adapters.postgres.review.Checkup;
import dev.loam.adapters.postgres.review.Finding;
import dev.loam.adapters.postgres.review.Finding.Level;
import dev.loam.adapters.postgres.review.Finding.Rule;
import dev.loam.adapters.postgres.review.Review;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ReviewOptions;
import dev.loam.app.config.LoamConfig;
import dev.loam.app.config.ProductionRules;
import dev.loam.app.config.RestSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `loam doctor`: prints the findings of a [Checkup], of a [Review], of the certificates, and of
/// the rules for production where that is on.
final class DoctorAction {
    private static final Duration LONG_TRANSACTION = Duration.ofMinutes(5);
    /// Whom requests connect as in Loam's own database.
    private static final String LOGIN = "authenticator";
    private static final String SIGNED_IN = "authenticated";

    private final ReviewOptions options;
    private final Console console;

    DoctorAction(ReviewOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        try (var reached = ReachedDatabase.of(options.project());
                Connection owner = reached.connect()) {
            return new Findings(options, console).shown(
                    findings(owner, reached.owner().user()));
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be reached: " + wrong.getMessage());
        }
    }

    private List<Finding> findings(Connection owner, String user) throws SQLException {
        List<String> unknown = Review.unknown(owner, options.schemas());
        if (!unknown.isEmpty()) {
            throw new CommandFailed("There is no schema " + String.join(", ", unknown));
        }
        LoamConfig config = options.project().config();
        List<String> schemas = options.schemas().isEmpty()
                ? config.rest().schemas() : options.schemas();
        List<Finding> findings = new ArrayList<>(settings(config));
        findings.addAll(connections(owner, config.rest().pool().size()));
        findings.addAll(certificates(config.server().path().wire().tls()));
        findings.addAll(Checkup.of(owner, new Checkup.Asked(schemas, LONG_TRANSACTION,
                config.database().url() == null ? LOGIN : user, acting(config.rest()))));
        findings.addAll(Review.of(owner, schemas, PoliciesAction.roles(config.rest())));
        findings.sort(Comparator.comparing(Finding::level));
        return findings;
    }

    /// `tls` is null for plain HTTP.
    private static List<Finding> certificates(TlsConfig tls) {
        return tls == null ? List.of() : CertificateCheck.of(tls, Instant.now()).stream()
                .map(found -> new Finding(found.error() ? Level.ERROR : Level.WARNING,
                        Rule.CERTIFICATE, found.certificate().toString(), found.reason(),
                        "# certbot renew, or what else made it; nothing has to be restarted"))
                .toList();
    }

    private static List<String> acting(RestSettings api) {
        return api.anonRole() == null ? List.of(SIGNED_IN) : List.of(api.anonRole(), SIGNED_IN);
    }

    /// What the production mode refuses to start with; each begins with the name of its setting.
    private static List<Finding> settings(LoamConfig config) {
        return ProductionRules.problems(config).stream().map(problem -> {
            int colon = problem.indexOf(": ");
            return new Finding(Level.ERROR, Rule.SETTING,
                    colon < 0 ? "loam.toml" : problem.substring(0, colon),
                    colon < 0 ? problem : problem.substring(colon + 2),
                    "# in loam.toml, or as a variable: docs/reference/config.md");
        }).toList();
    }

    /// A pool that the server has no room for makes requests wait, then fail, once it is needed.
    private static List<Finding> connections(Connection owner, int wanted) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("""
                        select current_setting('max_connections')::integer
                            - current_setting('superuser_reserved_connections')::integer""")) {
            row.next();
            int room = row.getInt(1);
            return wanted <= room ? List.of() : List.of(new Finding(Level.ERROR, Rule.SETTING,
                    "database.pool-size", "A pool of " + wanted + " is asked for, and the server"
                    + " has " + room + " connections for everybody.",
                    "alter system set max_connections = " + 2 * wanted
                            + ";  -- and restart the server, or make the pool smaller"));
        }
    }
}
