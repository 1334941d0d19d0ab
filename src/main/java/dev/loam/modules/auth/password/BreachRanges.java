package dev.loam.modules.auth.password;

import dev.loam.base.task.Deadline;
import dev.loam.ports.outbound.Call;
import dev.loam.ports.outbound.Outbound;
import dev.loam.ports.outbound.Unreachable;
import dev.loam.ports.time.Clock;
import dev.loam.ports.web.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a service of breached passwords, which learns the first five hexadecimal digits of a
/// password's SHA-1 and nothing more: it answers with the rest of every hash that begins so.
///
/// Source: documentation of Have I Been Pwned, "Searching by range".
public final class BreachRanges implements BreachedPasswords {
    private static final Logger LOG = LoggerFactory.getLogger(BreachRanges.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);
    private static final int PREFIX_DIGITS = 5;

    /// Padding makes all answers about as long as each other, so that their length tells nothing.
    private static final Headers HEADERS =
            Headers.of("Add-Padding", "true", "User-Agent", "loam");

    private final Outbound outbound;
    private final Clock clock;
    private final String service;

    /// `service` is an address to which the five digits are added.
    public BreachRanges(Outbound outbound, Clock clock, String service) {
        this.outbound = outbound;
        this.clock = clock;
        this.service = service.endsWith("/") ? service : service + "/";
    }

    @Override
    public boolean contain(String password) {
        var digits = sha1(password);
        try {
            var reply = outbound.call(
                    Call.get(URI.create(service + digits.substring(0, PREFIX_DIGITS)), HEADERS),
                    Deadline.after(WAIT_MAX, clock.nanos()));
            if (reply.status() == 200) {
                return lists(reply.text(), digits.substring(PREFIX_DIGITS));
            }
            LOG.warn("the service of breached passwords answered {}: a password was not looked up",
                    reply.status());
        } catch (Unreachable unreachable) {
            LOG.warn("a password was not looked up among the breached: {}",
                    unreachable.getMessage());
        }
        return false;
    }

    /// Lines are `REST:COUNT`; those of padding count none.
    static boolean lists(String answer, String rest) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, rest + ":", 0, rest.length() + 1))
                .anyMatch(line -> !line.substring(rest.length() + 1).strip().equals("0"));
    }

    private static String sha1(String password) {
        try {
            var digest = MessageDigest.getInstance("SHA-1")
                    .digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
