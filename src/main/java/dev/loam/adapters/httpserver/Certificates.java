package dev.loam.adapters.httpserver;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/// The certificates of a listener, chosen by the host that the client names (RFC 6066 section 3).
///
/// A client that names none, or an unknown one, gets the first: most such clients are monitors that
/// ask by address. Names hold at most one `*`, for a whole first label (RFC 6125 section 6.4.3).
final class Certificates extends X509ExtendedKeyManager {
    private static final int DNS_NAME = 2;

    private final List<Entry> entries;

    /// A chain, its key, and the hosts the chain's first certificate is for, in lower case.
    record Entry(X509Certificate[] chain, PrivateKey key, List<String> hosts) {
        static Entry of(X509Certificate[] chain, PrivateKey key) {
            var hosts = new ArrayList<String>();
            try {
                var names = chain[0].getSubjectAlternativeNames();
                if (names != null) {
                    for (List<?> name : names) {
                        if (name.getFirst().equals(DNS_NAME)) {
                            hosts.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                        }
                    }
                }
            } catch (CertificateParsingException unclear) {
                throw new IllegalArgumentException("its names are malformed", unclear);
            }
            return new Entry(chain, key, List.copyOf(hosts));
        }

        boolean isFor(String host) {
            int dot = host.indexOf('.');
            String any = dot < 0 ? null : "*" + host.substring(dot);
            return hosts.contains(host) || any != null && hosts.contains(any);
        }
    }

    /// `entries` has at least one.
    Certificates(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    List<Entry> entries() {
        return entries;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        String host = socket instanceof SSLSocket tls
                && tls.getHandshakeSession() instanceof ExtendedSSLSession session
                ? asked(session) : null;
        boolean known = false;
        for (int i = 0; host != null && i < entries.size(); i++) {
            if (entries.get(i).isFor(host)) {
                known = true;
                if (isOfType(entries.get(i), keyType)) {
                    return Integer.toString(i);
                }
            }
        }
        return !known && isOfType(entries.getFirst(), keyType) ? "0" : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return entries.get(Integer.parseInt(alias)).chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return entries.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    private static String asked(ExtendedSSLSession session) {
        for (var name : session.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return host.getAsciiName().toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    /// Key types may come with how the issuer signs, `EC_RSA`.
    private static boolean isOfType(Entry entry, String keyType) {
        String algorithm = entry.key().getAlgorithm();
        return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
    }
}
