package dev.loam.app.config;

import dev.loam.base.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Kinds of values that only the settings of accounts have.
final class AuthKinds {
    /// An address of the web; the empty text means none.
    static final Kind<String> WEB_ADDRESS = text("an address such as https://api.example.com",
            text -> text.isEmpty() ? null : webAddress(text));

    /// Any absolute address, one of an application on a telephone too.
    static final Kind<String> PAGE = text("an address such as https://app.example.com",
            text -> uri(text).isAbsolute() ? text : refused());

    /// What a hook is: a function of the database or an address; the empty text means none.
    static final Kind<String> HOOK = text(
            "pg-functions://DATABASE/SCHEMA/FUNCTION or an address of the web",
            text -> text.isEmpty() || text.startsWith("pg-functions://")
                    ? emptyIsNone(text) : webAddress(text));

    /// Several secrets, separated by `|`, as Standard Webhooks has commas within them.
    static final Kind<List<Secret>> SECRETS = new Kind<>(
            "secrets separated by |", AuthKinds::secrets,
            value -> value instanceof List<?> list
                    ? list.stream().flatMap(one -> secrets(asText(one)).stream()).toList()
                    : secrets(asText(value)),
            secrets -> secrets.isEmpty() ? "none" : "***", true);

    private AuthKinds() {
    }

    /// One of some words.
    static Kind<String> oneOf(String... words) {
        return text("one of " + String.join(", ", words),
                text -> Arrays.asList(words).contains(text.strip()) ? text.strip() : refused());
    }

    /// One of some words, or the empty text for none.
    static Kind<String> oneOfOrNone(String... words) {
        Kind<String> kind = oneOf(words);
        return text(kind.wanted(), text -> text.isBlank() ? null : kind.fromText().apply(text));
    }

    private static Kind<String> text(String wanted, Function<String, String> read) {
        return new Kind<>(wanted, read, value -> read.apply(asText(value)), text -> text, false);
    }

    private static List<Secret> secrets(String text) {
        return Arrays.stream(text.split("\\|")).map(String::strip)
                .filter(one -> !one.isEmpty()).map(Secret::new).toList();
    }

    private static String webAddress(String text) {
        URI uri = uri(text);
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        return web && uri.getHost() != null ? text : refused();
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static String emptyIsNone(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String asText(Object value) {
        return value instanceof String text ? text : refused();
    }

    private static String refused() {
        throw new IllegalArgumentException();
    }
}
