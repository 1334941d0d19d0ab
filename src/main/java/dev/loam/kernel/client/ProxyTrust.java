package dev.loam.kernel.client;

import java.util.List;

/// Which proxies are trusted to say whose request they pass on, and in which fields.
///
/// Of `fields` the first that a request has counts, and none of the others: a proxy that writes one
/// of them may well pass on another one as its client made it up.
public final class ProxyTrust {
    /// Nobody is believed.
    public static final ProxyTrust NOBODY = of(List.of(), List.of());

    /// A field that names clients.
    public enum Field {
        X_FORWARDED_FOR("X-Forwarded-For"), FORWARDED("Forwarded"), X_REAL_IP("X-Real-IP");

        private final String fieldName;

        Field(String fieldName) {
            this.fieldName = fieldName;
        }

        String fieldName() {
            return fieldName;
        }

        static Field named(String name) {
            for (Field field : values()) {
                if (field.fieldName.equalsIgnoreCase(name)) {
                    return field;
                }
            }
            throw new IllegalArgumentException("no field that names clients: " + name);
        }
    }

    private final Address.Range[] ranges;
    private final Field[] fields;

    private ProxyTrust(Address.Range[] ranges, Field[] fields) {
        this.ranges = ranges;
        this.fields = fields;
    }

    /// @param proxies addresses, and ranges as `10.0.0.0/8`
    /// @throws IllegalArgumentException where one is neither, or a field is unknown; it says which
    public static ProxyTrust of(List<String> proxies, List<String> fields) {
        return new ProxyTrust(
                proxies.stream().map(Address.Range::parse).toArray(Address.Range[]::new),
                fields.stream().map(Field::named).toArray(Field[]::new));
    }

    /// Whether anybody is believed.
    public boolean exists() {
        return ranges.length > 0;
    }

    /// Whether the numeric address of a connection's other end is that of a trusted proxy.
    public boolean believes(String address) {
        Address parsed = Address.parse(address);
        return parsed != null && believes(parsed);
    }

    boolean believes(Address address) {
        for (Address.Range range : ranges) {
            if (range.holds(address)) {
                return true;
            }
        }
        return false;
    }

    Field[] fields() {
        return fields;
    }
}
