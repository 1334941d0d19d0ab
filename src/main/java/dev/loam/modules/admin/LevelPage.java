package dev.loam.modules.admin;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.module.LogLevels;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How much is logged of what: shown to everybody who reaches the port, changed from this machine
/// alone.
///
/// That needs no key, as whoever runs programs here can read Loam's files as well. A page in a
/// browser on this machine cannot do it: it would have to send JSON to a stranger's port, which
/// browsers do not without asking, and under a name of its own, which is refused.
final class LevelPage {
    static final String PATH = "/log-level";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(s|m|h|d)");
    private static final Pattern HERE = Pattern.compile(
            "(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);
    private static final Duration TIME_OF_NONE = Duration.ofMinutes(10);
    private static final int BYTES_MAX = 4 << 10;

    private final LogLevels levels;

    LevelPage(LogLevels levels) {
        this.levels = levels;
    }

    HttpResponse held() {
        var text = new StringWriter(256);
        try (var json = JSON.tokenStreamFactory()
                .createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeName("levels");
            json.writeStartArray();
            levels.held().forEach(one -> write(one, json));
            json.writeEndArray();
            json.writeEndObject();
        }
        return Health.answer(200, text.toString());
    }

    private static void write(LogLevels.Held one, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("logger");
        json.writeString(one.logger());
        json.writeName("level");
        json.writeString(one.level());
        if (one.until() != null) {
            json.writeName("until");
            json.writeString(one.until().toString());
        }
        json.writeEndObject();
    }

    HttpResponse change(Exchange exchange) {
        HttpRequest request = exchange.request();
        String host = request.header("Host");
        if (!local(exchange.client()) || host == null || !HERE.matcher(host).matches()) {
            throw new Refusal(new AdminFailure.NotFromHere());
        }
        String type = request.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(new AdminFailure.JsonWanted());
        }
        if (request.body().length() > BYTES_MAX) {
            throw unfit("Wanted an object with logger, level and for");
        }
        change(read(request.body().bytes()));
        return held();
    }

    private static boolean local(String client) {
        return client.startsWith("127.") || client.equals("::1")
                || client.equals("0:0:0:0:0:0:0:1");
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException noJson) {
            // Told as any other body that is no change.
        }
        throw unfit("Wanted an object with logger, level and for");
    }

    private void change(JsonNode body) {
        for (String name : body.propertyNames()) {
            if (!name.equals("logger") && !name.equals("level") && !name.equals("for")) {
                throw unfit(name + ": there are logger, level and for");
            }
        }
        if (!body.has("level")) {
            throw unfit("level: wanted, or null for that of the settings");
        }
        try {
            levels.change(text(body, "logger"), text(body, "level"), time(text(body, "for")));
        } catch (IllegalArgumentException wrong) {
            throw unfit(wrong.getMessage());
        }
    }

    /// Null for none.
    private static String text(JsonNode body, String name) {
        JsonNode member = body.path(name);
        if (member.isMissingNode() || member.isNull()) {
            return null;
        }
        if (!member.isString()) {
            throw unfit(name + ": wanted a text");
        }
        return member.asString();
    }

    private static Duration time(String text) {
        if (text == null) {
            return TIME_OF_NONE;
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw unfit("for: wanted a duration such as 30s, 10m or 2h");
        }
        long number = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static Refusal unfit(String why) {
        return new Refusal(new AdminFailure.LevelUnfit(why));
    }
}
