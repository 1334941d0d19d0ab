package dev.loam.modules.realtime.api;

import dev.loam.base.failure.Refusal;
import dev.loam.kernel.identity.Caller;
import dev.loam.kernel.module.Exchange;
import dev.loam.kernel.rate.Rate;
import dev.loam.modules.realtime.channel.Broadcasts.Broadcast;
import dev.loam.modules.realtime.channel.Broadcasts;
import dev.loam.modules.realtime.channel.ChannelAccess;
import dev.loam.modules.realtime.config.RealtimeConfig.Limits;
import dev.loam.modules.realtime.failure.RealtimeFailure;
import dev.loam.modules.realtime.wire.Json;
import dev.loam.modules.realtime.wire.Query;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import dev.loam.ports.web.HttpRequest;
import dev.loam.ports.web.HttpResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Takes messages for topics by HTTP: several in one body (`/api/broadcast`), or one whose body is
/// its payload (`/api/broadcast/{topic}/events/{event}`).
///
/// All of a body's messages are sent or none is: rights and limits are looked at before.
public final class BroadcastApi {
    private static final int NAME_BYTES_MAX = 255;

    private final Broadcasts broadcasts;
    private final ChannelAccess access;
    private final Limits limits;
    private final boolean privateOnly;
    private final Rate rate;

    public BroadcastApi(
            Broadcasts broadcasts, ChannelAccess access, Limits limits, boolean privateOnly,
            Clock clock) {
        this.broadcasts = broadcasts;
        this.access = access;
        this.limits = limits;
        this.privateOnly = privateOnly;
        this.rate = new Rate(limits.apiEventsPerSecondMax(), Duration.ofSeconds(1), clock);
    }

    /// One message that is to be sent.
    record Message(String topic, boolean isPrivate, Broadcast broadcast) {
    }

    public HttpResponse handle(Exchange exchange) {
        HttpRequest request = exchange.request();
        if (request.header("apikey") == null && request.header("Authorization") == null) {
            throw new Refusal(new RealtimeFailure.KeyMissing());
        }
        String path = exchange.pathInRoute();
        List<Message> messages;
        if (path.equals("/")) {
            requirePost(request);
            messages = new BatchReader(limits.broadcastBytesMax(), privateOnly)
                    .read(request.body().bytes());
        } else {
            messages = List.of(single(request, path));
        }
        send(exchange.caller(), messages);
        return HttpResponse.Full.of(202, Headers.NONE, new byte[0]);
    }

    private void send(Caller caller, List<Message> messages) {
        if (!rate.allows(messages.size())) {
            throw new Refusal(new RealtimeFailure.RateExceeded());
        }
        Set<String> allowed = new HashSet<>();
        for (Message message : messages) {
            if (message.isPrivate() && allowed.add(message.topic())
                    && !access.rights(caller, message.topic()).writesBroadcast()) {
                throw new Refusal(new RealtimeFailure.TopicForbidden(message.topic()));
            }
        }
        messages.forEach(message -> broadcasts.send(
                message.topic(), message.isPrivate(), message.broadcast()));
    }

    private Message single(HttpRequest request, String path) {
        String[] segments = path.substring(1).split("/", -1);
        if (segments.length != 3 || !segments[1].equals("events")) {
            throw new Refusal(new RealtimeFailure.PathUnknown());
        }
        requirePost(request);
        boolean isPrivate = "true".equals(Query.first(request.query(), "private"));
        String topic = name(segments[0], "topic");
        String event = name(segments[2], "event");
        if (privateOnly && !isPrivate) {
            throw invalid("private", "this project only allows private channels");
        }
        boolean binary = isBinary(request);
        byte[] body = request.body().bytes();
        if (body.length > limits.broadcastBytesMax()) {
            throw invalid("payload", "has more than " + limits.broadcastBytesMax() + " bytes");
        }
        if (!binary && !Json.isValue(body)) {
            throw invalid("payload", "is not JSON");
        }
        return new Message(topic, isPrivate, new Broadcast(event, body, binary, null));
    }

    private static String name(String segment, String field) {
        String name;
        try {
            // A plus sign is one in a path.
            name = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw invalid(field, "is not percent-encoded");
        }
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw invalid(field, "has no or more than " + NAME_BYTES_MAX + " bytes");
        }
        return name;
    }

    private static boolean isBinary(HttpRequest request) {
        String given = request.header("Content-Type");
        String type = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/octet-stream" -> true;
            case "application/json" -> false;
            default -> throw new Refusal(new RealtimeFailure.BodyTypeUnsupported(
                    type.isEmpty() ? "of nothing" : type));
        };
    }

    private static void requirePost(HttpRequest request) {
        if (!request.method().equals("POST")) {
            throw new Refusal(new RealtimeFailure.MethodUnsupported("POST"));
        }
    }

    private static Refusal invalid(String field, String why) {
        return new Refusal(new RealtimeFailure.MessagesInvalid("The message cannot be sent",
                "{" + Json.quoted(field) + ":[" + Json.quoted(why) + "]}"));
    }
}
