package dev.plait.server.turn;

import dev.plait.server.config.TurnNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Spreads accounts over nodes by weight, each account always in the same way: weighted rendezvous
 * hashing (Schindelhauer and Schomaker, 2005). A node that comes or goes moves only its own share.
 */
final class Spread {
  private Spread() {}

  /** The node with the least rank is the account's first. */
  static double rank(UUID account, TurnNode node) {
    return -Math.log(uniform(account + " " + node.name())) / node.weight();
  }

  /** Between 0 and 1, neither included. */
  private static double uniform(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      long bits = 0;
      for (int at = 0; at < Long.BYTES; at++) {
        bits = (bits << 8) | (hash[at] & 0xff);
      }
      return ((bits >>> 12) + 0.5) * 0x1p-52;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
