package dev.loam.modules.rest.ask;

import dev.loam.base.name.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// Prints of the parts of a query that a cursor depends on: the relation with its key, the order,
/// the selected columns (related rows can filter, and be ordered by) and all else, filters mostly.
/// Each is the beginning of a SHA-256, since nobody gains anything by an equal one.
public record QueryPrint(long relation, long order, long select, long filters) {
    static final int BYTES = 4 * Long.BYTES;

    /// `terms` are those of the total order, as text.
    public static QueryPrint of(TableName relation, List<String> terms, Paging paging) {
        List<String> named = new ArrayList<>(List.of(relation.schema(), relation.name()));
        named.addAll(terms);
        return new QueryPrint(print(named), print(List.of(paging.first("order"))),
                print(List.of(paging.first("select"))), print(paging.others()));
    }

    static QueryPrint from(ByteBuffer bytes) {
        return new QueryPrint(
                bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    void to(ByteBuffer bytes) {
        bytes.putLong(relation).putLong(order).putLong(select).putLong(filters);
    }

    /// The parts in which another query differs, in words; empty for none.
    public String differences(QueryPrint other) {
        List<String> parts = new ArrayList<>();
        if (order != other.order) {
            parts.add("order");
        }
        if (select != other.select) {
            parts.add("select");
        }
        if (filters != other.filters) {
            parts.add("set of filters");
        }
        // Another order has other terms.
        if (relation != other.relation && parts.isEmpty()) {
            parts.add("relation or key");
        }
        return String.join(", another ", parts);
    }

    private static long print(List<String> texts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
