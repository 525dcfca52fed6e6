package dev.plait.turn.probe;

import dev.plait.turn.credential.TurnCredential;
import dev.plait.turn.stun.TransportAddress;
import java.time.Duration;

/** Tries whether a TURN server is of use: one allocation, given back at once. */
public final class TurnProbe {
  /** How it went. */
  public sealed interface Result {}

  /**
   * The server has allocated.
   *
   * @param roundTripMs from the sealed request to its answer
   * @param realm of the server
   */
  public record Reached(
      TransportAddress relayed, TransportAddress mapped, double roundTripMs, String realm)
      implements Result {}

  /**
   * It has not.
   *
   * @param code STUN error code; 0 when the fault is none of the server's answers
   * @param message names the server, the fault and a remedy
   */
  public record Failed(Fault fault, int code, String message) implements Result {}

  private TurnProbe() {}

  /** As the other, trusting whom Java trusts. */
  public static Result allocate(TurnUrl url, TurnCredential credential, Duration timeout) {
    return allocate(url, credential, TurnOptions.within(timeout));
  }

  /**
   * Allocates and gives back.
   *
   * @param options with the time that reaching and allocating may take together; giving back takes
   *     a second at most
   */
  public static Result allocate(TurnUrl url, TurnCredential credential, TurnOptions options) {
    Deadline deadline = Deadline.in(options.timeout());
    try (TurnClient client = TurnClient.connect(url, options)) {
      TurnClient.Allocation allocation =
          client.allocate(credential, TurnClient.Family.IPV4, deadline.left());
      return new Reached(
          allocation.relayed(), allocation.mapped(), allocation.roundTripMs(), allocation.realm());
    } catch (TurnException e) {
      return new Failed(e.fault(), e.code(), String.valueOf(e.getMessage()));
    }
  }
}
