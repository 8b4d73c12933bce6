package dev.spoor.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {
  private static final Principal ROOT = new Principal.System();
  private static final Principal NOBODY = new Principal.Service("nobody", java.util.Set.of());

  /// Keeps what was registered.
  private static final class Registry implements EnrolmentRegistry {
    final Map<ClientId, String> hashes = new ConcurrentHashMap<>();

    @Override
    public void register(
        Transaction tx,
        Principal principal,
        ClientId id,
        String keyHash,
        Map<String, String> facts) {
      tx.afterCommit(() -> hashes.put(id, keyHash));
    }

    @Override
    public Optional<String> keyHash(ClientId id) {
      return Optional.ofNullable(hashes.get(id));
    }
  }

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-24T09:00:00Z");
  private Database database;
  private CertificateAuthority authority;
  private Enrolment enrolment;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    start();
  }

  private void start() {
    authority =
        new CertificateAuthority(
            folder.resolve("ca"), List.of("localhost", "127.0.0.1", "::1"), () -> now);
    authority.start();
    enrolment = new Enrolment(database, new Audit(() -> now), authority, new Registry(), () -> now);
    enrolment.start();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static KeyPair key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static String csr(KeyPair key, KeyPair signer, String algorithm) throws Exception {
    return Keys.pem(
        "CERTIFICATE REQUEST",
        new JcaPKCS10CertificationRequestBuilder(
                new X500Principal("CN=I am somebody else"), key.getPublic())
            .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
            .getEncoded());
  }

  private static String csr(KeyPair key) throws Exception {
    return csr(key, key, "SHA256withECDSA");
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private String token(int uses) {
    return enrolment.createToken(ROOT, uses, Enrolment.DEFAULT_LIFE).text();
  }

  @Test
  void theIdFollowsFromTheKeyAndNothingThatIsSaid() throws Exception {
    KeyPair key = key();
    Enrolment.Certificate issued = enrolment.enrol(token(1), csr(key), Map.of("hostname", "x"));
    assertThat(issued.clientId().value())
        .isEqualTo("C." + Keys.sha256(key.getPublic().getEncoded()).substring(0, 16));
    X509Certificate certificate = certificate(issued.certificate());
    certificate.verify(authority.certificate().getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName())
        .isEqualTo("CN=" + issued.clientId());
    assertThat(enrolment.identify(certificate)).contains(issued.clientId());
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(90)));
  }

  @Test
  void aTokenIsGoodForItsUsesAndItsTime() throws Exception {
    String once = token(1);
    enrolment.enrol(once, csr(key()), Map.of());
    assertThatThrownBy(() -> enrolment.enrol(once, csr(key()), Map.of()))
        .isInstanceOf(SpoorException.class)
        .hasMessage("the token is unknown, used up or expired");
    String old = token(5);
    now = now.plus(Duration.ofHours(1));
    assertThatThrownBy(() -> enrolment.enrol(old, csr(key()), Map.of()))
        .hasMessage("the token is unknown, used up or expired");
    assertThatThrownBy(() -> enrolment.enrol("spoor1.x.y", csr(key()), Map.of()))
        .hasMessage("the token is unknown, used up or expired");
  }

  @Test
  void aRequestThatFailsDoesNotUseTheToken() throws Exception {
    String once = token(1);
    KeyPair key = key();
    assertThatThrownBy(() -> enrolment.enrol(once, csr(key, key(), "SHA256withECDSA"), Map.of()))
        .hasMessage("the request is not signed by its own key");
    assertThatThrownBy(() -> enrolment.enrol(once, "nonsense", Map.of()))
        .hasMessage("the certificate request cannot be read");
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPair other = rsa.generateKeyPair();
    assertThatThrownBy(() -> enrolment.enrol(once, csr(other, other, "SHA256withRSA"), Map.of()))
        .hasMessage("the key is not EC P-256");
    enrolment.enrol(once, csr(key), Map.of());
  }

  @Test
  void renewalIsForTheSameKeyOnly() throws Exception {
    KeyPair key = key();
    ClientId id = enrolment.enrol(token(1), csr(key), Map.of()).clientId();
    assertThat(enrolment.renew(id, csr(key)).clientId()).isEqualTo(id);
    assertThatThrownBy(() -> enrolment.renew(id, csr(key())))
        .hasMessage("the request is for another key than that of " + id);
  }

  @Test
  void whoIsRevokedIsNobodyAlsoAfterARestart() throws Exception {
    KeyPair key = key();
    Enrolment.Certificate issued = enrolment.enrol(token(1), csr(key), Map.of());
    List<ClientId> heard = new ArrayList<>();
    enrolment.onRevoked(heard::add);
    enrolment.revoke(ROOT, issued.clientId());
    assertThat(heard).containsExactly(issued.clientId());
    assertThat(enrolment.identify(certificate(issued.certificate()))).isEmpty();
    assertThatThrownBy(() -> enrolment.enrol(token(1), csr(key), Map.of()))
        .hasMessageContaining("was revoked");
    start();
    assertThat(enrolment.isRevoked(issued.clientId())).isTrue();
  }

  @Test
  void theCaSurvivesARestartAndItsKeyIsPrivate() throws Exception {
    String before = authority.fingerprint();
    start();
    assertThat(authority.fingerprint()).isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca"))))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("ca/ca.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void tokensAreForThoseWhoMayEnrol() {
    assertThatThrownBy(() -> enrolment.createToken(NOBODY, 1, Enrolment.DEFAULT_LIFE))
        .hasMessageContaining("ENROL_CLIENT");
    assertThatThrownBy(() -> enrolment.createToken(ROOT, 0, Enrolment.DEFAULT_LIFE))
        .hasMessage("uses 0 is not between 1 and 100000");
  }

  @Test
  void theTokenItselfIsNotStored() throws Exception {
    String text = token(1);
    assertThat(Files.readString(folder.resolve("spoor.db"), StandardCharsets.ISO_8859_1))
        .doesNotContain(text.substring(text.lastIndexOf('.') + 1));
  }
}
