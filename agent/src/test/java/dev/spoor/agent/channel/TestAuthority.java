package dev.spoor.agent.channel;

import java.io.StringReader;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

/// A certificate authority as the server has one, made by another library than the agent's code.
final class TestAuthority {
  private static final X500Name NAME = new X500Name("CN=Test authority");
  private final KeyPair keys;
  final X509Certificate certificate;

  TestAuthority() throws Exception {
    keys = AgentIdentity.newKeys();
    certificate = sign(keys.getPublic(), NAME, null, Instant.now().minus(Duration.ofDays(1)));
  }

  private X509Certificate sign(
      PublicKey key, X500Name name, @Nullable GeneralName host, Instant from) throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(64, new SecureRandom()),
            Date.from(from),
            Date.from(from.plus(Duration.ofDays(90))),
            name,
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(name.equals(NAME)));
    if (host != null) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(host));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  /// Signs what the agent asks for, if the request is a sound one.
  X509Certificate signed(String request, Instant from) throws Exception {
    try (PEMParser parser = new PEMParser(new StringReader(request))) {
      JcaPKCS10CertificationRequest csr =
          new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) parser.readObject());
      if (!csr.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(csr.getPublicKey()))) {
        throw new IllegalArgumentException("the request's signature is wrong");
      }
      return sign(csr.getPublicKey(), new X500Name("CN=agent"), null, from);
    }
  }

  /// TLS for a server of that name.
  SSLContext server(String host) throws Exception {
    KeyPair server = AgentIdentity.newKeys();
    GeneralName name = new GeneralName(GeneralName.dNSName, host);
    X509Certificate own = sign(server.getPublic(), new X500Name("CN=server"), name, Instant.now());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "s", server.getPrivate(), new char[0], new X509Certificate[] {own, certificate});
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(factory.getKeyManagers(), null, new SecureRandom());
    return context;
  }

  EnrolmentToken token() throws Exception {
    return new EnrolmentToken(
        "spoor1." + PinnedTrust.fingerprint(certificate) + ".secretsecretsecret");
  }
}
