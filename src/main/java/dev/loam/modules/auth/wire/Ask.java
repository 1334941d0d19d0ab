package dev.loam.modules.auth.wire;

import dev.loam.kernel.module.Exchange;
import dev.loam.modules.auth.failure.AuthCode;
import java.util.Map;
import java.util.UUID;

/// One request to an auth endpoint: its path's variables, its query and its body, of which fields
/// are taken by name and type.
///
/// A field of another type than it should have is refused by its name. A null counts as absent.
public final class Ask {
    private final Exchange exchange;
    private final Map<String, String> path;
    private final Params query;
    private final Fields body;

    Ask(Exchange exchange, Map<String, String> path) {
        this.exchange = exchange;
        this.path = Map.copyOf(path);
        this.query = Params.of(exchange.request().query());
        this.body = Fields.lazily(exchange.request());
    }

    public Exchange exchange() {
        return exchange;
    }

    /// The fields of the body, read at the first call. A body that is empty has none.
    public Fields body() {
        return body;
    }

    public Params query() {
        return query;
    }

    public String header(String name) {
        return exchange.request().header(name);
    }

    /// The numeric address of the client, without the zone that an address of one link has: the
    /// columns of addresses cannot hold it.
    public String address() {
        var address = exchange.client();
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /// A variable of the path, such as `user_id`.
    public String path(String name) {
        return path.get(name);
    }

    /// A variable of the path that must be a UUID.
    public UUID pathId(String name) {
        try {
            var id = UUID.fromString(path.get(name));
            if (id.toString().equalsIgnoreCase(path.get(name))) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, as is what Java would read but PostgreSQL would not.
        }
        throw AuthCode.VALIDATION_FAILED.refusal(404, name + " must be an UUID");
    }

    /// Where the client wants people to be led: the parameter `redirect_to` of the query, or the
    /// header of that name, or the body's field; null for none. It is not yet checked.
    public String redirectTo() {
        var asked = query.first("redirect_to");
        if (asked == null) {
            asked = header("redirect_to");
        }
        if (asked == null && exchange.request().method().equals("POST")) {
            asked = body.text("redirect_to");
        }
        return asked == null || asked.isBlank() ? null : asked;
    }
}
