package dev.loam.modules.auth.password;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A hash as text in parts that dollar signs divide: its kind, parameters by name (a version may
/// come before the others in a part of its own), salt, hash.
///
/// Whatever is not of that form is an [IllegalArgumentException].
/// Source: "PHC string format" of the Password Hashing Competition.
record Phc(String kind, Map<String, String> parameters, byte[] salt, byte[] hash) {
    static final int CHARACTERS_MAX = 1_024;

    private static final int SALT_BYTES_MAX = 256;
    private static final int HASH_BYTES_MIN = 16;
    private static final int HASH_BYTES_MAX = 256;

    Phc {
        require(salt.length <= SALT_BYTES_MAX);
        require(hash.length >= HASH_BYTES_MIN && hash.length <= HASH_BYTES_MAX);
    }

    static Phc read(String text) {
        var parts = List.of(text.split("\\$", -1));
        require(parts.size() >= 5 && parts.size() <= 6 && parts.getFirst().isEmpty());
        var parameters = new HashMap<String, String>();
        for (var part : parts.subList(2, parts.size() - 2)) {
            for (var parameter : part.split(",", -1)) {
                read(parameter, parameters);
            }
        }
        return new Phc(parts.get(1), Map.copyOf(parameters),
                bytes(parts.get(parts.size() - 2)), bytes(parts.getLast()));
    }

    /// A bare number is the rounds, as passlib writes them for PBKDF2.
    private static void read(String parameter, Map<String, String> into) {
        int equals = parameter.indexOf('=');
        var name = equals < 0 ? "rounds" : parameter.substring(0, equals);
        require(into.put(name, parameter.substring(equals + 1)) == null);
    }

    /// A parameter within bounds.
    int number(String name, int min, int max) {
        var text = parameters.get(name);
        require(text != null);
        int number = Integer.parseInt(text);
        require(number >= min && number <= max);
        return number;
    }

    /// A parameter within bounds that may be left out.
    int number(String name, int absent, int min, int max) {
        return parameters.containsKey(name) ? number(name, min, max) : absent;
    }

    /// A parameter of bytes; none when it is left out.
    byte[] bytesOf(String name) {
        return bytes(parameters.getOrDefault(name, ""));
    }

    /// Base64 with or without its padding, with passlib's dot for the plus sign.
    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64.replace('.', '+'));
    }

    static String text(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /// `$kind$part$part…`
    static String join(String kind, String... parts) {
        var all = new ArrayList<>(List.of("", kind));
        all.addAll(List.of(parts));
        return String.join("$", all);
    }

    static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not a hash that is verified here");
        }
    }
}
