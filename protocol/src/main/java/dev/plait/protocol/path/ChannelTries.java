package dev.plait.protocol.path;

import java.util.List;

/**
 * What has been done to have a data channel, for a person to read.
 *
 * @param rung where recovery stands: the first word of the ladder's description, or {@code absent}
 *     where channels cannot be had at all
 * @param reason why it stands there
 * @param failures how many connections were given up
 * @param gathered types of the own candidates of the present connection, or of the last one
 */
public record ChannelTries(String rung, String reason, long failures, List<String> gathered) {
  /** Copies the list. */
  public ChannelTries {
    gathered = List.copyOf(gathered);
  }

  /** None is possible here, since {@code reason}. */
  public static ChannelTries absent(String reason) {
    return new ChannelTries("absent", reason, 0, List.of());
  }
}
