package dev.loam.adapters.httpserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// A certificate of its own making for some hosts, with its key, in PEM.
public record MadeCertificate(String certificate, String key) {
    private static final int RSA_BITS = 2048;
    private static final int CURVE_BITS = 256;

    /// One for names or addresses, by `EC` or `RSA`, that lasts.
    public static MadeCertificate of(String algorithm, String... hosts) {
        return lasting(-1, 60, algorithm, hosts);
    }

    /// One from some days until some days from now.
    public static MadeCertificate lasting(
            int fromDays, int untilDays, String algorithm, String... hosts) {
        boolean rsa = algorithm.equals("RSA");
        var signed = rsa
                ? new AlgorithmIdentifier(
                        PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE)
                : new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(rsa ? RSA_BITS : CURVE_BITS);
            KeyPair keys = generator.generateKeyPair();
            var body = body(keys, hosts);
            body.setSignature(signed);
            Instant now = Instant.now();
            body.setStartDate(new Time(Date.from(now.plus(fromDays, ChronoUnit.DAYS))));
            body.setEndDate(new Time(Date.from(now.plus(untilDays, ChronoUnit.DAYS))));
            var told = body.generateTBSCertificate();
            var signer = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
            signer.initSign(keys.getPrivate());
            signer.update(told.getEncoded("DER"));
            var whole = new ASN1EncodableVector();
            whole.add(told);
            whole.add(signed);
            whole.add(new DERBitString(signer.sign()));
            return new MadeCertificate(
                    pem("CERTIFICATE", new DERSequence(whole).getEncoded("DER")),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static V3TBSCertificateGenerator body(KeyPair keys, String... hosts)
            throws IOException {
        var name = new X500Name("CN=test");
        var extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.subjectAlternativeName, false,
                new GeneralNames(Arrays.stream(hosts).map(host -> new GeneralName(
                        Character.isDigit(host.charAt(0)) ? GeneralName.iPAddress
                                : GeneralName.dNSName, host)).toArray(GeneralName[]::new)));
        var body = new V3TBSCertificateGenerator();
        body.setSerialNumber(new ASN1Integer(BigInteger.valueOf(System.nanoTime())));
        body.setIssuer(name);
        body.setSubject(name);
        body.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        body.setExtensions(extensions.generate());
        return body;
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
