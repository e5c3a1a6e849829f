package io.github.koelectra.cli.html;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Probabilities in few characters: a byte each, in steps of 1/255 and so wrong by at most 0.002,
 * one behind the other, compressed (raw DEFLATE, RFC 1951), in base64 with the alphabet of URLs.
 */
final class PackedProbabilities {
  static final int STEPS = 255;

  private PackedProbabilities() {}

  static String of(List<float[]> layers) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      for (float[] layer : layers) {
        out.write(rounded(layer));
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    } finally {
      deflater.end();
    }
    byte[] encoded = Base64.getUrlEncoder().withoutPadding().encode(packed.toByteArray());
    return new String(encoded, StandardCharsets.US_ASCII);
  }

  private static byte[] rounded(float[] layer) {
    byte[] bytes = new byte[layer.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(Math.clamp(layer[i], 0f, 1f) * STEPS);
    }
    return bytes;
  }
}
