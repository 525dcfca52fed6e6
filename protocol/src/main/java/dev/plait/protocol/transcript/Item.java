package dev.plait.protocol.transcript;

import dev.plait.protocol.content.Content;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message as it reads now.
 *
 * @param said the entry that began it
 * @param account its author; the device where its account is not known
 * @param mine whether the own account is the author
 * @param reading how it reads
 */
public record Item(Said said, UUID account, boolean mine, Reading reading) {

  /** The message answered, if it answers one. */
  public @Nullable UUID reply() {
    return said.content() instanceof Content.Reply(var message, var _) ? message : null;
  }

  /** Whether a later version wrote something that this one cannot show. */
  public boolean unknown() {
    return said.content() instanceof Content.Unknown;
  }
}
