package dev.loam.app.running;

import dev.loam.ports.time.Chance;
import java.security.SecureRandom;

/// The operating system's own chance.
public final class SystemChance implements Chance {
    private final SecureRandom random = new SecureRandom();

    @Override
    public void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
