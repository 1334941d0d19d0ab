package dev.loam.modules.realtime.api;

import dev.loam.base.failure.Refusal;
import dev.loam.modules.realtime.api.BroadcastApi.Message;
import dev.loam.modules.realtime.channel.Broadcasts.Broadcast;
import dev.loam.modules.realtime.failure.RealtimeFailure;
import dev.loam.modules.realtime.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads `{"messages":[{"topic","event","payload","private"?}]}`, and says of every message what is
/// wrong with it.
record BatchReader(int payloadBytesMax, boolean privateOnly) {
    private static final int MESSAGES_MAX = 1000;
    private static final int TOPIC_BYTES_MAX = 1_000;
    private static final int EVENT_BYTES_MAX = 255;
    /// The database is asked about each.
    private static final int PRIVATE_TOPICS_MAX = 20;

    List<Message> read(byte[] body) {
        JsonNode root = Json.object(new String(body, StandardCharsets.UTF_8));
        JsonNode list = root == null ? null : root.get("messages");
        if (list == null || !list.isArray() || list.isEmpty() || list.size() > MESSAGES_MAX) {
            throw new Refusal(new RealtimeFailure.MessagesInvalid("No messages to send",
                    "{\"messages\":[\"must be a list of 1 to " + MESSAGES_MAX + " messages\"]}"));
        }
        List<Message> messages = new ArrayList<>(list.size());
        var errors = new StringBuilder();
        boolean sound = true;
        for (JsonNode one : list) {
            Map<String, String> wrong = wrong(one);
            errors.append(errors.isEmpty() ? "" : ",").append(json(wrong));
            sound &= wrong.isEmpty();
            if (wrong.isEmpty()) {
                messages.add(message(one));
            }
        }
        long topics = messages.stream().filter(Message::isPrivate).map(Message::topic).distinct()
                .count();
        if (sound && topics > PRIVATE_TOPICS_MAX) {
            throw new Refusal(new RealtimeFailure.MessagesInvalid("Too many private topics",
                    "{\"messages\":[\"may name at most " + PRIVATE_TOPICS_MAX
                            + " private topics\"]}"));
        }
        if (!sound) {
            throw new Refusal(new RealtimeFailure.MessagesInvalid(
                    "Some messages cannot be sent", "{\"messages\":[" + errors + "]}"));
        }
        return messages;
    }

    private Map<String, String> wrong(JsonNode one) {
        Map<String, String> wrong = new LinkedHashMap<>();
        if (!one.isObject()) {
            wrong.put("message", "must be an object");
            return wrong;
        }
        name(one, "topic", TOPIC_BYTES_MAX, wrong);
        name(one, "event", EVENT_BYTES_MAX, wrong);
        JsonNode payload = one.path("payload");
        if (!payload.isObject()) {
            wrong.put("payload", payload.isMissingNode() ? "can't be blank" : "must be an object");
        } else if (payload.toString().length() > payloadBytesMax) {
            wrong.put("payload", "has more than " + payloadBytesMax + " bytes");
        }
        JsonNode isPrivate = one.path("private");
        if (!isPrivate.isMissingNode() && !isPrivate.isNull() && !isPrivate.isBoolean()) {
            wrong.put("private", "must be true or false");
        } else if (privateOnly && !isPrivate.asBoolean(false)) {
            wrong.put("private", "this project only allows private channels");
        }
        return wrong;
    }

    private static void name(
            JsonNode one, String field, int bytesMax, Map<String, String> wrong) {
        JsonNode value = one.path(field);
        if (!value.isString() || value.asString().isEmpty()) {
            wrong.put(field, value.isMissingNode() || value.isString() ? "can't be blank"
                    : "must be a text");
        } else if (value.asString().getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            wrong.put(field, "has more than " + bytesMax + " bytes");
        }
    }

    private static Message message(JsonNode one) {
        return new Message(one.path("topic").asString(), one.path("private").asBoolean(false),
                new Broadcast(one.path("event").asString(),
                        one.path("payload").toString().getBytes(StandardCharsets.UTF_8), false,
                        null));
    }

    private static String json(Map<String, String> wrong) {
        var text = new StringBuilder("{");
        wrong.forEach((field, why) -> text.append(text.length() == 1 ? "" : ",")
                .append(Json.quoted(field)).append(":[").append(Json.quoted(why)).append(']'));
        return text.append('}').toString();
    }
}
