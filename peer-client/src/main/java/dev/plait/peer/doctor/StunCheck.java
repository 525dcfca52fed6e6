package dev.plait.peer.doctor;

import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.NatBehavior;
import dev.plait.turn.probe.StunClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import dev.plait.turn.probe.TurnUrl.Transport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whether UDP gets out, and what the network does to it. Stateless. */
final class StunCheck {
  private static final Duration ASK_MAX = Duration.ofMillis(2_500);
  private static final Duration NAT_ASK_MAX = Duration.ofSeconds(1);

  /**
   * What came of one question.
   *
   * @param fault null when there was an answer
   * @param hasOther whether the server has another address, which shows more (RFC 5780 §7.4)
   */
  private record Asked(TurnUrl url, @Nullable TurnException fault, boolean hasOther) {}

  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("doctor-stun").start(task);

  private StunCheck() {}

  static Answer<NatBehavior.Report> make(List<TurnUrl> offered) {
    List<Asked> asked = ask(offered, true);
    // The server that comes first is the one that shows how the network filters.
    List<TurnUrl> answered =
        asked.stream()
            .filter(one -> one.fault() == null)
            .sorted(Comparator.comparing(one -> !one.hasOther()))
            .map(Asked::url)
            .toList();
    if (asked.isEmpty()) {
      return Answer.skipped("no STUN or TURN URL by UDP is offered");
    }
    if (answered.isEmpty()) {
      return silent(asked, offered);
    }
    try {
      return judge(NatBehavior.discover(answered, NAT_ASK_MAX), asked);
    } catch (TurnException e) {
      return Answer.failed(String.valueOf(e.getMessage()), e.fault().advice());
    }
  }

  private static Answer<NatBehavior.Report> judge(NatBehavior.Report nat, List<Asked> asked) {
    String detail =
        String.format(
            Locale.ROOT,
            "%s; %s, %s; seen as %s, round trip %.1f ms; %s",
            NatKind.of(nat).words(),
            nat.mapping().words(),
            nat.filtering().words(),
            nat.mapped().host(),
            nat.roundTripMs(),
            NatKind.of(nat).expectation());
    for (Asked one : asked) {
      TurnException fault = one.fault();
      if (fault != null) {
        return Answer.warning(
            detail + "; but " + one.url() + ": " + fault.fault().meaning(),
            fault.fault().advice(),
            nat);
      }
    }
    return Answer.ok(detail, nat);
  }

  /** No answer by UDP: from a server that is down, or because UDP does not get out? */
  private static Answer<NatBehavior.Report> silent(List<Asked> asked, List<TurnUrl> offered) {
    for (Asked one : asked) {
      TurnException why = one.fault();
      if (why != null && why.fault() != Fault.NO_ANSWER && why.fault() != Fault.UNREACHABLE) {
        return Answer.failed(one.url() + ": " + why.fault().meaning(), why.fault().advice());
      }
    }
    boolean answersOtherwise = ask(offered, false).stream().anyMatch(one -> one.fault() == null);
    String todo =
        "have the firewall here let UDP out to the TURN servers' ports; until then messages go by"
            + " TURN over TCP or TLS, or by the server's relay";
    return answersOtherwise
        ? Answer.failed("UDP is blocked here: the same servers answer by TCP or TLS", todo)
        : Answer.failed(
            "no STUN or TURN server answers, by whatever transport: UDP is blocked here, or the"
                + " servers are down",
            "see whether the TURN servers run; if so, " + todo);
  }

  /** Asks all of them at once. */
  private static List<Asked> ask(List<TurnUrl> offered, boolean byUdp) {
    List<CompletableFuture<Asked>> running =
        offered.stream()
            .filter(url -> (url.transport() == Transport.UDP) == byUdp)
            .distinct()
            .map(url -> CompletableFuture.supplyAsync(() -> ask(url), THREADS))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private static Asked ask(TurnUrl url) {
    try {
      StunClient.Binding binding = StunClient.bind(url, TurnOptions.within(ASK_MAX));
      return new Asked(url, null, binding.other() != null);
    } catch (TurnException e) {
      return new Asked(url, e, false);
    }
  }
}
