package dev.spoor.agent.channel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/// Writes the one ASN.1 thing that an agent needs: a certificate request (PKCS #10, RFC 2986).
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;

  /// 2.5.4.3, common name
  private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};

  /// 1.2.840.10045.4.3.2, ECDSA with SHA-256
  private static final byte[] ECDSA_SHA256 = {
    6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };

  private Der() {}

  /// A request for that key; the name in it means nothing, the server takes the key.
  static byte[] certificateRequest(KeyPair keys, String name) throws GeneralSecurityException {
    byte[] text = value(0x0c, name.getBytes(StandardCharsets.UTF_8));
    byte[] subject = value(SEQUENCE, value(SET, value(SEQUENCE, COMMON_NAME, text)));
    byte[] version = {2, 1, 0};
    byte[] noAttributes = {(byte) 0xa0, 0};
    byte[] info = value(SEQUENCE, version, subject, keys.getPublic().getEncoded(), noAttributes);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(keys.getPrivate());
    signer.update(info);
    return value(
        SEQUENCE, info, value(SEQUENCE, ECDSA_SHA256), value(3, new byte[1], signer.sign()));
  }

  private static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
