package dev.plait.turn.probe;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Prints mapping and filtering, for a test of which this is the client; arguments: STUN URLs. */
public final class NatBehaviorMain {
  private NatBehaviorMain() {}

  /** Runs in the laboratory. */
  public static void main(String[] arguments) throws TurnException {
    List<TurnUrl> urls = Stream.of(arguments).map(TurnUrl::parse).toList();
    NatBehavior.Report report = NatBehavior.discover(urls, Duration.ofSeconds(2));
    System.out.println(report.mapping() + " " + report.filtering() + " " + report.mapped().host());
  }
}
