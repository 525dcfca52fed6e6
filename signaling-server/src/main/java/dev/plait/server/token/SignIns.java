package dev.plait.server.token;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows which sign-in of a device is the live one; so that tokens of an ended one die at once. */
@FunctionalInterface
public interface SignIns {
  /** The live sign-in of that device of that account; null when it is signed out or revoked. */
  @Nullable UUID liveSignIn(UUID account, UUID device);
}
