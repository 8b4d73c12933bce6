package dev.spoor.agent.channel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Gets an agent its certificate: once with a token, later with the certificate before.
public final class Enrolment {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private Enrolment() {}

  /// Makes a key, has it signed and stores the identity in `folder`. The answer is the client id.
  ///
  /// @param facts hostname, os, arch, agentVersion
  public static String enrol(
      URI server, EnrolmentToken token, Map<String, String> facts, Path folder)
      throws IOException, InterruptedException {
    requireHttps(server);
    try {
      SSLContext tls = SSLContext.getInstance("TLSv1.3");
      tls.init(null, new TrustManager[] {new PinnedTrust(token.authority())}, new SecureRandom());
      KeyPair keys = AgentIdentity.newKeys();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("token", token.text());
      body.put("csr", request(keys));
      body.put("facts", facts);
      JsonNode answer = post(tls, server.resolve("/enroll"), body);
      AgentIdentity identity = identity(server, keys, answer);
      if (!PinnedTrust.fingerprint(identity.authority()).equals(token.authority())) {
        throw new IOException("the server answered with an authority that is not the token's");
      }
      identity.save(folder);
      return answer.path("clientId").asString("");
    } catch (GeneralSecurityException e) {
      throw new IOException("enrolment failed: " + e.getMessage(), e);
    }
  }

  /// A new certificate for the same key; it is stored.
  static AgentIdentity renew(AgentIdentity before, Path folder)
      throws IOException, InterruptedException {
    try {
      JsonNode answer =
          post(
              before.tls(),
              before.server().resolve("/renew"),
              Map.of("csr", request(before.keys())));
      AgentIdentity next = identity(before.server(), before.keys(), answer);
      if (!next.authority().equals(before.authority())) {
        throw new IOException("the server answered with another authority");
      }
      next.save(folder);
      return next;
    } catch (GeneralSecurityException e) {
      throw new IOException("renewal failed: " + e.getMessage(), e);
    }
  }

  private static String request(KeyPair keys) throws GeneralSecurityException {
    return Pem.write("CERTIFICATE REQUEST", Der.certificateRequest(keys, "spoor agent"));
  }

  private static AgentIdentity identity(URI server, KeyPair keys, JsonNode answer)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(answer.path("certificate").asString(""));
    X509Certificate authority = Pem.certificates(answer.path("ca").asString("")).getFirst();
    if (!chain.getFirst().getPublicKey().equals(keys.getPublic())) {
      throw new IOException("the server signed another key");
    }
    chain.getFirst().verify(authority.getPublicKey());
    return new AgentIdentity(server, keys, chain, authority);
  }

  private static JsonNode post(SSLContext tls, URI uri, Object body)
      throws IOException, InterruptedException {
    HttpClient client = client(tls);
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri)
                  .timeout(TIMEOUT)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new IOException(
            "the server refused ("
                + response.statusCode()
                + "): "
                + answer.path("detail").asString("no reason given"));
      }
      return answer;
    } catch (JacksonException e) {
      throw new IOException("the server's answer is not JSON", e);
    } finally {
      client.shutdownNow();
    }
  }

  static HttpClient client(SSLContext tls) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    return HttpClient.newBuilder()
        .sslContext(tls)
        .sslParameters(parameters)
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(TIMEOUT)
        .build();
  }

  private static void requireHttps(URI server) {
    if (!"https".equals(server.getScheme()) || server.getHost() == null) {
      throw new IllegalArgumentException(
          "server \"" + server + "\" is not https://host:port, for example https://spoor:8890");
    }
  }
}
