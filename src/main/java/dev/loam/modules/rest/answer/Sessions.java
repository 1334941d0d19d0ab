package dev.loam.modules.rest.answer;

import dev.loam.kernel.catalog.Function;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.query.Plan;
import dev.loam.modules.rest.ask.Ask;
import dev.loam.modules.rest.ask.JsonText;
import dev.loam.modules.rest.ask.Method;
import dev.loam.modules.rest.ask.Percent;
import dev.loam.ports.database.Session;
import dev.loam.ports.database.Session.Access;
import dev.loam.ports.database.Session.Isolation;
import dev.loam.ports.database.Session.Setting;
import dev.loam.ports.database.Sql;
import dev.loam.ports.web.Headers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Makes the session a statement runs in: role, search path, and what SQL may read about the
/// request.
///
/// Source: PostgREST documentation, "Transactions".
public final class Sessions {
    private static final String ISOLATION = "default_transaction_isolation";
    private static final Setting NO_COOKIES = new Setting("request.cookies", "{}");

    private final Map<String, Setting> searchPaths = new HashMap<>();
    private final List<Setting> appSettings = new ArrayList<>();
    private final List<Sql> before;
    private final Set<String> hoisted;

    /// `preRequest` is null or the name of a function, perhaps with its schema. `appSettings` have
    /// their whole names. `hoisted` are those settings of a function that hold for its whole
    /// transaction.
    public Sessions(
            List<String> schemas, List<String> extraSearchPath, Map<String, String> appSettings,
            String preRequest, Set<String> hoisted) {
        for (String schema : schemas) {
            searchPaths.put(schema, searchPath(schema, extraSearchPath));
        }
        appSettings.forEach((name, value) -> this.appSettings.add(new Setting(name, value)));
        this.before = preRequest == null ? List.of()
                : List.of(Sql.of("select " + quotedName(preRequest) + "()"));
        this.hoisted = Set.copyOf(hoisted);
    }

    /// True where other SQL runs before every statement.
    public boolean preRequested() {
        return !before.isEmpty();
    }

    public Session session(Exchange exchange, Answering answering) {
        Ask ask = answering.ask();
        return session(exchange, ask.method(), ask.schema(), ask.preferences().timezone(),
                answering.plan(), answering.roleSettings());
    }

    /// `timezone` is null for the default one, `plan` where no plan of the kernel is run.
    public Session session(
            Exchange exchange, Method method, String schema, String timezone, Plan plan,
            Map<String, String> roleSettings) {
        List<Setting> settings = new ArrayList<>(8 + appSettings.size() + roleSettings.size());
        // PostgreSQL gives a role its settings at login only, and this role did not log in.
        Isolation isolation = apply(roleSettings, settings, name -> !name.equals("search_path"));
        settings.add(searchPaths.get(schema));
        settings.add(new Setting("request.jwt.claims", exchange.caller().claimsJson()));
        settings.add(new Setting("request.method", method.name()));
        settings.add(new Setting(
                "request.path", Percent.utf8(exchange.pathInRoute(), "path")));
        Headers headers = exchange.request().headers();
        settings.add(new Setting("request.headers", headersJson(headers)));
        String cookies = headers.first("Cookie");
        settings.add(cookies == null ? NO_COOKIES
                : new Setting("request.cookies", cookiesJson(headers.all("Cookie"))));
        settings.addAll(appSettings);
        if (timezone != null) {
            settings.add(new Setting("timezone", timezone));
        }
        if (plan instanceof Plan.Call call && !call.function().settings().isEmpty()) {
            Isolation own = apply(call.function().settings(), settings, hoisted::contains);
            isolation = own == null ? isolation : own;
        }
        return new Session(exchange.caller().role(), settings, access(method, plan), isolation,
                before);
    }

    /// Reads never write; neither do functions that promise so, by whatever method.
    private static Access access(Method method, Plan plan) {
        boolean promised = plan instanceof Plan.Call call
                && call.function().volatility() != Function.Volatility.VOLATILE;
        return method.reads() || promised ? Access.READ_ONLY : Access.READ_WRITE;
    }

    /// Adds those of `given` that are wanted; an isolation level is answered instead.
    private static Isolation apply(
            Map<String, String> given, List<Setting> settings, Predicate<String> wanted) {
        Isolation isolation = null;
        for (Map.Entry<String, String> setting : given.entrySet()) {
            if (!wanted.test(setting.getKey())) {
                continue;
            }
            if (setting.getKey().equals(ISOLATION)) {
                isolation = isolation(setting.getValue());
            } else {
                settings.add(new Setting(setting.getKey(), setting.getValue()));
            }
        }
        return isolation;
    }

    private static Isolation isolation(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "serializable" -> Isolation.SERIALIZABLE;
            case "repeatable read" -> Isolation.REPEATABLE_READ;
            default -> null;
        };
    }

    private static Setting searchPath(String schema, List<String> extra) {
        var path = new StringBuilder(quoted(schema));
        for (String other : extra) {
            if (!other.equals(schema)) {
                path.append(", ").append(quoted(other));
            }
        }
        return new Setting("search_path", path.toString());
    }

    private static String quotedName(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? quoted(name)
                : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /// Names in lower case; the values of a repeated field joined, as RFC 9110 section 5.3 allows.
    /// Cookies have a setting of their own.
    private static String headersJson(Headers headers) {
        List<String> names = new ArrayList<>(headers.size());
        List<String> values = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            int known = names.indexOf(lower);
            if (known >= 0) {
                values.set(known, values.get(known) + ", " + value);
            } else if (!lower.equals("cookie")) {
                names.add(lower);
                values.add(value);
            }
        });
        var json = new StringBuilder(512).append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            JsonText.quote(names.get(i), json);
            json.append(':');
            JsonText.quote(Percent.utf8(values.get(i), "header " + names.get(i)), json);
        }
        return json.append('}').toString();
    }

    /// Source: RFC 6265 section 4.2.1. The first cookie of a name counts.
    private static String cookiesJson(List<String> fields) {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String field : fields) {
            for (String pair : field.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.putIfAbsent(
                            pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
                }
            }
        }
        var json = new StringBuilder(128).append('{');
        cookies.forEach((name, value) -> {
            if (json.length() > 1) {
                json.append(',');
            }
            JsonText.quote(Percent.utf8(name, "cookie"), json);
            json.append(':');
            JsonText.quote(Percent.utf8(value, "cookie"), json);
        });
        return json.append('}').toString();
    }
}
