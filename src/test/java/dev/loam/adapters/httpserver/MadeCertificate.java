package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A certificate of its own making for some hosts, with its key, in PEM.
public record MadeCertificate(String certificate, String key) {
    private static final char[] WORD = "changeit".toCharArray();

    /// `names` as keytool takes them: `dns:localhost,ip:127.0.0.1`.
    public static MadeCertificate of(Path dir, String algorithm, String names, String... further) {
        Path store = dir.resolve("store" + System.nanoTime() + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "a", "-keyalg", algorithm, "-dname", "CN=test",
                "-ext", "san=" + names, "-storetype", "PKCS12", "-storepass", new String(WORD),
                "-keystore", store.toString()));
        command.addAll(List.of(further));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(said);
            }
            var keys = KeyStore.getInstance(store.toFile(), WORD);
            return new MadeCertificate(pem("CERTIFICATE", keys.getCertificate("a").getEncoded()),
                    pem("PRIVATE KEY", keys.getKey("a", WORD).getEncoded()));
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n";
    }

    /// Two files, each replaced at once as tools for certificates do.
    public TlsConfig.Pair writeTo(Path dir, String name) {
        return new TlsConfig.Pair(write(dir.resolve(name + ".pem"), certificate),
                write(dir.resolve(name + ".key"), key));
    }

    static Path write(Path file, String text) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, text);
            return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
