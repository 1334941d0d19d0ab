package dev.loam.app.config;

import dev.loam.kernel.pipeline.CorsTerms;
import java.util.List;

/// Reads on what terms web pages may ask.
final class CorsSettings {
    private CorsSettings() {
    }

    static CorsTerms from(Resolved values, List<String> problems) {
        var terms = new CorsTerms(values.get(Settings.CORS_METHODS),
                values.get(Settings.CORS_HEADERS), values.get(Settings.CORS_CREDENTIALS),
                values.get(Settings.CORS_MAX_AGE), values.get(Settings.CORS_EXPOSED));
        if (!terms.sound()) {
            problems.add(values.where(Settings.CORS_METHODS) + ": the methods and fields of "
                    + "server.cors-* are names without blanks");
        }
        return terms;
    }
}
