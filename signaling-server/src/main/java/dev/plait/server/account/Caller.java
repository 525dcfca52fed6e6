package dev.plait.server.account;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Who wants a password hashed. What strangers do costs no known device anything. */
public sealed interface Caller {
  /**
   * A device of the account that has been signed in, and has shown it.
   *
   * @param device the device
   */
  record KnownDevice(UUID device) implements Caller {}

  /**
   * Anybody else.
   *
   * @param network what limits count by
   */
  record Stranger(String network) implements Caller {}

  /** Those with the same one share their turns. */
  default UUID turns() {
    return switch (this) {
      case KnownDevice(var device) -> device;
      case Stranger(var network) ->
          UUID.nameUUIDFromBytes(network.getBytes(StandardCharsets.UTF_8));
    };
  }
}
