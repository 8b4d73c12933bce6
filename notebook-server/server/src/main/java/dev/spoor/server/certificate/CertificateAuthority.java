package dev.spoor.server.certificate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The server's own certificate authority: made at the first start, trusted by agents and by nobody
/// else. Thread-safe once started.
///
/// ```
/// ca/          0700
///   ca.key     0600, PKCS 8
///   ca.pem     the CA's certificate
/// ```
public final class CertificateAuthority {
  /// How long a client's certificate is good; agents renew theirs at [#RENEW_AFTER].
  public static final Duration CLIENT_LIFE = Duration.ofDays(90);

  public static final Duration RENEW_AFTER = Duration.ofDays(60);

  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(397);

  /// Clocks of endpoints lag.
  private static final Duration BACKDATED = Duration.ofHours(24);

  private final Path folder;
  private final List<String> hosts;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private @org.jspecify.annotations.Nullable State state;

  private record State(PrivateKey key, X509Certificate certificate, Identity server) {}

  /// A key and its certificate chain, CA last.
  public record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    public String keyPem() {
      return Keys.pem("PRIVATE KEY", key.getEncoded());
    }

    public String caPem() {
      return CertificateAuthority.pem(chain.getLast());
    }

    public String chainPem() {
      StringBuilder pem = new StringBuilder();
      chain.forEach(certificate -> pem.append(CertificateAuthority.pem(certificate)));
      return pem.toString();
    }
  }

  /// @param hosts names and addresses under which agents reach the server
  public CertificateAuthority(Path folder, List<String> hosts, InstantSource clock) {
    this.folder = folder;
    this.hosts = List.copyOf(hosts);
    this.clock = clock;
  }

  /// Makes or reads the CA, and issues the server's certificate of this start.
  public void start() {
    Path keyFile = folder.resolve("ca.key");
    Path certificateFile = folder.resolve("ca.pem");
    try {
      createFolder();
      if (!Files.exists(certificateFile)) {
        make(keyFile, certificateFile);
      }
      PrivateKey key = Keys.privateKey(Files.readString(keyFile));
      X509Certificate certificate = parse(Keys.der(Files.readString(certificateFile)));
      KeyPair server = Keys.generate();
      X509Certificate signed = signServer(server.getPublic(), key, certificate);
      state =
          new State(
              key, certificate, new Identity(server.getPrivate(), List.of(signed, certificate)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read or make the CA in " + folder, e);
    }
  }

  private void createFolder() throws IOException {
    FileAttribute<?>[] ownerOnly =
        folder.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, ownerOnly);
    }
  }

  /// The key first, the certificate last: a crash in between leaves a key that nobody trusts.
  private void make(Path keyFile, Path certificateFile) throws IOException {
    KeyPair pair = Keys.generate();
    Instant now = clock.instant();
    X500Name name = name("Spoor CA " + Long.toHexString(random.nextLong()));
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(CA_LIFE)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    X509Certificate certificate = sign(builder, pair.getPrivate());
    Keys.writePrivate(keyFile, Keys.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Path written = folder.resolve("ca.pem.new");
    Files.writeString(written, pem(certificate));
    Files.move(written, certificateFile);
  }

  private X509Certificate signServer(PublicKey key, PrivateKey caKey, X509Certificate ca)
      throws CertIOException {
    Instant now = clock.instant();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            ca,
            serial(),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(SERVER_LIFE)),
            new javax.security.auth.x500.X500Principal("CN=Spoor server"),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            hosts.stream()
                .map(
                    host ->
                        new GeneralName(
                            isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new)));
    return sign(builder, caKey);
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  /// A certificate for a client's key; the name in it is the client id.
  X509Certificate signClient(PublicKey key, String clientId) {
    State current = state();
    Instant now = clock.instant();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              current.certificate(),
              serial(),
              Date.from(now.minus(BACKDATED)),
              Date.from(now.plus(CLIENT_LIFE)),
              new javax.security.auth.x500.X500Principal("CN=" + clientId),
              key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      return sign(builder, current.key());
    } catch (CertIOException e) {
      throw new IllegalStateException("cannot issue a certificate: " + e.getMessage(), e);
    }
  }

  /// Key and chain that the server shows to agents.
  public Identity serverIdentity() {
    return state().server();
  }

  public X509Certificate certificate() {
    return state().certificate();
  }

  /// SHA-256 of the CA's certificate (DER) in hex: what an enrolment token pins.
  public String fingerprint() {
    try {
      return Keys.sha256(certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(X509Certificate certificate) {
    try {
      return Keys.pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private State state() {
    State current = state;
    if (current == null) {
      throw new IllegalStateException("the certificate authority is not started");
    }
    return current;
  }

  private BigInteger serial() {
    return new BigInteger(127, random).add(BigInteger.ONE);
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return parse(
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded());
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot sign: " + e.getMessage(), e);
    }
  }

  private static X509Certificate parse(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a certificate: " + e.getMessage(), e);
    }
  }
}
