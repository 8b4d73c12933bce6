package dev.spoor.server.certificate;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// How an endpoint becomes a client: tokens, signing, renewal, revocation. Who a client is follows
/// from its key alone; nothing that it says is believed. Thread-safe.
public final class Enrolment {
  public static final Duration DEFAULT_LIFE = Duration.ofHours(1);
  private static final Duration LONGEST_LIFE = Duration.ofDays(30);
  private static final int MOST_USES = 100_000;
  private static final int MOST_LISTED = 200;

  /// Characters of a token's hash that name it.
  static final int TOKEN_ID = 12;

  private static final String TOKEN_KIND = "spoor1";

  private final Database database;
  private final Audit audit;
  private final CertificateAuthority authority;
  private final EnrolmentRegistry registry;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final List<Consumer<ClientId>> listeners = new CopyOnWriteArrayList<>();

  public Enrolment(
      Database database,
      Audit audit,
      CertificateAuthority authority,
      EnrolmentRegistry registry,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.authority = authority;
    this.registry = registry;
    this.clock = clock;
  }

  /// Reads what was revoked; call once before use.
  public void start() {
    revoked.addAll(database.read(SqlEnrolment::revoked));
  }

  /// A token, shown once: `spoor1.<fingerprint of the CA>.<secret>`.
  public record Token(String text, Instant expires) {
    @Override
    public String toString() {
      return "enrolment token until " + expires;
    }
  }

  /// What a client gets.
  ///
  /// @param certificate PEM: its own certificate and the CA's
  /// @param ca PEM of the CA
  public record Certificate(ClientId clientId, String certificate, String ca) {}

  public Token createToken(Principal principal, int uses, Duration life) {
    Authority.require(principal, Permission.ENROL_CLIENT, "create an enrolment token");
    if (uses < 1 || uses > MOST_USES) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "uses " + uses + " is not between 1 and " + MOST_USES);
    }
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "a token lives longer than zero and at most " + LONGEST_LIFE.toDays() + " days");
    }
    byte[] secret = new byte[24];
    random.nextBytes(secret);
    String text =
        TOKEN_KIND
            + "."
            + authority.fingerprint()
            + "."
            + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant now = clock.instant();
    Instant expires = now.plus(life);
    database.write(
        tx -> {
          SqlEnrolment.insertToken(tx, hash(text), uses, expires, principal.auditName(), now);
          audit.record(
              tx,
              principal,
              "enrolment.token",
              hash(text).substring(0, TOKEN_ID),
              null,
              Map.of("uses", uses, "expires", expires.toString()));
          return null;
        });
    return new Token(text, expires);
  }

  /// A token as it may be shown: its text is shown once only, when it is made.
  ///
  /// @param id the beginning of its hash, as the audit has it
  /// @param left uses that it still has
  public record ListedToken(
      String id,
      int left,
      int uses,
      String creator,
      Instant created,
      Instant expires,
      boolean revoked) {
    public boolean works(Instant now) {
      return !revoked && left > 0 && now.isBefore(expires);
    }
  }

  /// The newest tokens.
  public List<ListedToken> tokens(Principal principal) {
    Authority.require(principal, Permission.ENROL_CLIENT, "list enrolment tokens");
    return database.read(tx -> SqlEnrolment.tokens(tx, MOST_LISTED));
  }

  /// Ends a token before its time; clients that enrolled with it stay.
  public void revokeToken(Principal principal, String id) {
    Authority.require(principal, Permission.ENROL_CLIENT, "revoke enrolment tokens");
    database.write(
        tx -> {
          if (!SqlEnrolment.revokeToken(tx, id, clock.instant())) {
            throw new SpoorException(
                ErrorCode.NOT_FOUND, "enrolment token \"" + id + "\" is not there");
          }
          audit.record(
              tx,
              principal,
              "enrolment.token.revoke",
              id,
              Map.of("revoked", false),
              Map.of("revoked", true));
          return null;
        });
  }

  private static String hash(String token) {
    return Keys.sha256(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /// Signs a key for whoever holds a good token. The token's use, the client and the audit are one
  /// transaction.
  public Certificate enrol(String token, String csrPem, Map<String, String> facts) {
    PublicKey key = checkedKey(csrPem);
    ClientId id = clientId(key);
    String keyHash = Keys.sha256(key.getEncoded());
    if (revoked.contains(id.value())) {
      throw new SpoorException(
          ErrorCode.FORBIDDEN, "client " + id + " was revoked: make a new key");
    }
    return database.write(
        tx -> {
          if (!SqlEnrolment.useToken(tx, hash(token), clock.instant())) {
            throw new SpoorException(
                ErrorCode.FORBIDDEN, "the token is unknown, used up or expired");
          }
          registry.register(tx, new Principal.Client(id), id, keyHash, facts);
          return issue(key, id);
        });
  }

  /// A new certificate for the same key, over the connection that the old one opened.
  public Certificate renew(ClientId client, String csrPem) {
    PublicKey key = checkedKey(csrPem);
    if (!clientId(key).equals(client) || !isTrusted(client, Keys.sha256(key.getEncoded()))) {
      throw new SpoorException(
          ErrorCode.FORBIDDEN, "the request is for another key than that of " + client);
    }
    return issue(key, client);
  }

  private Certificate issue(PublicKey key, ClientId id) {
    X509Certificate certificate = authority.signClient(key, id.value());
    String ca = CertificateAuthority.pem(authority.certificate());
    return new Certificate(id, CertificateAuthority.pem(certificate) + ca, ca);
  }

  private static PublicKey checkedKey(String csrPem) {
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(Keys.der(csrPem));
      PublicKey key = request.getPublicKey();
      if (!Keys.isP256(key)) {
        throw new SpoorException(ErrorCode.INVALID_REQUEST, "the key is not EC P-256");
      }
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new SpoorException(
            ErrorCode.INVALID_REQUEST, "the request is not signed by its own key");
      }
      return key;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException e) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "the certificate request cannot be read", List.of(), e);
    }
  }

  /// The id that belongs to a key.
  public static ClientId clientId(PublicKey key) {
    return new ClientId("C." + Keys.sha256(key.getEncoded()).substring(0, 16));
  }

  /// The client behind a certificate whose chain TLS has verified; empty when it was revoked, or
  /// when its key is not the whole key that was enrolled.
  public Optional<ClientId> identify(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    ClientId id = clientId(key);
    return isTrusted(id, Keys.sha256(key.getEncoded())) ? Optional.of(id) : Optional.empty();
  }

  private boolean isTrusted(ClientId id, String keyHash) {
    return !revoked.contains(id.value())
        && registry.keyHash(id).filter(keyHash::equals).isPresent();
  }

  /// Cuts a client off for good; its connections are closed by the listeners.
  public void revoke(Principal principal, ClientId client) {
    Authority.require(principal, Permission.ENROL_CLIENT, "revoke " + client);
    database.write(
        tx -> {
          if (SqlEnrolment.insertRevocation(
              tx, client.value(), principal.auditName(), clock.instant())) {
            audit.record(
                tx,
                principal,
                "client.revoke",
                client.value(),
                Map.of("revoked", false),
                Map.of("revoked", true));
          }
          tx.afterCommit(
              () -> {
                revoked.add(client.value());
                listeners.forEach(l -> l.accept(client));
              });
          return null;
        });
  }

  public boolean isRevoked(ClientId client) {
    return revoked.contains(client.value());
  }

  /// Hears of revocations, after they are durable; must be short.
  public void onRevoked(Consumer<ClientId> listener) {
    listeners.add(listener);
  }
}
