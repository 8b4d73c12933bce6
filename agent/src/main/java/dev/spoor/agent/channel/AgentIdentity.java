package dev.spoor.agent.channel;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Who this agent is, in the folder `identity`: `agent.key` (EC P-256, readable by its owner only),
/// `agent.crt` (its certificate and the authority's), `ca.crt` (the only authority that it trusts)
/// and `server` (where to connect).
public record AgentIdentity(
    URI server, KeyPair keys, List<X509Certificate> chain, X509Certificate authority) {
  /// Certificates live 90 days; from this age on a new one is asked for, for the same key.
  static final Duration RENEW_AFTER = Duration.ofDays(60);

  static final String KEY = "agent.key";
  static final String CERTIFICATE = "agent.crt";
  static final String AUTHORITY = "ca.crt";
  static final String SERVER = "server";

  private static final char[] NO_PASSWORD = new char[0];

  public AgentIdentity {
    chain = List.copyOf(chain);
  }

  public static boolean isEnrolled(Path folder) {
    return Files.exists(folder.resolve(SERVER));
  }

  public static AgentIdentity load(Path folder) throws IOException {
    try {
      List<X509Certificate> chain = Pem.certificates(Files.readString(folder.resolve(CERTIFICATE)));
      return new AgentIdentity(
          URI.create(Files.readString(folder.resolve(SERVER)).strip()),
          new KeyPair(chain.getFirst().getPublicKey(), key(folder)),
          chain,
          Pem.certificates(Files.readString(folder.resolve(AUTHORITY))).getFirst());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("identity in " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static PrivateKey key(Path folder) throws IOException, GeneralSecurityException {
    byte[] der = Pem.read("PRIVATE KEY", Files.readString(folder.resolve(KEY)));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
    return generator.generateKeyPair();
  }

  /// Writes all files; `server` last, because with it the agent counts as enrolled.
  void save(Path folder) throws IOException {
    createPrivateFolder(folder);
    write(folder, KEY, Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()));
    try {
      StringBuilder certificates = new StringBuilder();
      for (X509Certificate certificate : chain) {
        certificates.append(Pem.write("CERTIFICATE", certificate.getEncoded()));
      }
      write(folder, CERTIFICATE, certificates.toString());
      write(folder, AUTHORITY, Pem.write("CERTIFICATE", authority.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("certificate cannot be written: " + e.getMessage(), e);
    }
    write(folder, SERVER, server + "\n");
  }

  private static void createPrivateFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(folder, permissions("rwx------"));
    }
  }

  private static FileAttribute<?>[] permissions(String text) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }

  /// A new file, never readable by others, moved over the old one.
  private static void write(Path folder, String name, String text) throws IOException {
    Path next = folder.resolve(name + ".next");
    Files.deleteIfExists(next);
    try (var channel =
        Files.newByteChannel(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            permissions("rw-------"))) {
      channel.write(StandardCharsets.UTF_8.encode(text));
    }
    Files.move(
        next,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  boolean isRenewalDue(Instant now) {
    Instant made = chain.getFirst().getNotBefore().toInstant();
    return Duration.between(made, now).compareTo(RENEW_AFTER) >= 0;
  }

  /// TLS with this agent's certificate, trusting its authority alone.
  SSLContext tls() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "agent", keys.getPrivate(), NO_PASSWORD, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(
        factory.getKeyManagers(),
        new TrustManager[] {PinnedTrust.only(authority)},
        new SecureRandom());
    return context;
  }

  @Override
  public String toString() {
    return "identity for " + server;
  }
}
