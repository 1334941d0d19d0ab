package dev.loam.modules.realtime.socket;

import dev.loam.modules.realtime.channel.RowChanges.Wanted;
import dev.loam.modules.realtime.wire.Json;
import java.util.List;

/// The response to a join that succeeded.
final class JoinReply {
    private JoinReply() {
    }

    /// What was wanted, with the identity of each. Clients compare the members with those they
    /// sent, so that none is there which was not.
    static String of(List<Wanted> wanted, List<Long> ids) {
        var text = new StringBuilder("{\"postgres_changes\":[");
        for (int i = 0; i < wanted.size(); i++) {
            Wanted one = wanted.get(i);
            text.append(i == 0 ? "" : ",").append("{\"id\":").append(ids.get(i));
            member(text, "event", one.event());
            member(text, "schema", one.schema());
            member(text, "table", one.table());
            member(text, "filter", one.filter());
            text.append('}');
        }
        return text.append("]}").toString();
    }

    static String reason(String reason) {
        return "{\"reason\":" + Json.quoted(reason) + "}";
    }

    private static void member(StringBuilder text, String name, String value) {
        if (value != null) {
            text.append(",\"").append(name).append("\":").append(Json.quoted(value));
        }
    }
}
