package dev.loam.app.command;

import dev.loam.adapters.postgres.review.Finding;
import dev.loam.adapters.postgres.review.Review;
import dev.loam.app.cli.CommandFailed;
import dev.loam.app.cli.Console;
import dev.loam.app.cli.ReviewOptions;
import dev.loam.app.config.RestSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// `loam policies`: prints the findings of a [Review].
final class PoliciesAction {
    private static final Set<String> ROLES = Set.of("anon", "authenticated");

    private final ReviewOptions options;
    private final Console console;

    PoliciesAction(ReviewOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    int run() {
        try (var reached = ReachedDatabase.of(options.project());
                Connection owner = reached.connect()) {
            return review(owner);
        } catch (SQLException wrong) {
            throw new CommandFailed("The database could not be reached: " + wrong.getMessage());
        }
    }

    private int review(Connection owner) throws SQLException {
        List<String> unknown = Review.unknown(owner, options.schemas());
        if (!unknown.isEmpty()) {
            throw new CommandFailed("There is no schema " + String.join(", ", unknown));
        }
        RestSettings api = options.project().config().rest();
        List<Finding> findings = Review.of(owner,
                options.schemas().isEmpty() ? api.schemas() : options.schemas(), roles(api));
        return new Findings(options, console).shown(findings);
    }

    /// Those that whoever has the public key may come to act as.
    static List<String> roles(RestSettings api) {
        var roles = new LinkedHashSet<>(ROLES);
        if (api.anonRole() != null) {
            roles.add(api.anonRole());
        }
        return List.copyOf(roles);
    }
}
