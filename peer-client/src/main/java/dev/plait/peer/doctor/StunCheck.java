package dev.plait.peer.doctor;

import dev.plait.turn.probe.Fault;
import dev.plait.turn.probe.NatBehavior;
import dev.plait.turn.probe.StunClient;
import dev.plait.turn.probe.TurnException;
import dev.plait.turn.probe.TurnOptions;
import dev.plait.turn.probe.TurnUrl;
import dev.plait.turn.probe.TurnUrl.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whether UDP gets out, and what the network does to it. Stateless. */
final class StunCheck {
  private static final Duration ASK_MAX = Duration.ofMillis(2_500);
  private static final Duration NAT_ASK_MAX = Duration.ofSeconds(1);

  private static final Executor THREADS =
      task -> Thread.ofVirtual().name("doctor-stun").start(task);

  private StunCheck() {}

  static Answer<NatBehavior.Report> make(List<TurnUrl> offered) {
    Map<TurnUrl, @Nullable TurnException> asked = ask(offered, true);
    List<TurnUrl> answered = asked.keySet().stream().filter(url -> asked.get(url) == null).toList();
    if (asked.isEmpty()) {
      return Answer.skipped("no STUN or TURN URL by UDP is offered");
    }
    if (answered.isEmpty()) {
      return silent(asked, offered);
    }
    NatBehavior.Report nat;
    try {
      nat = NatBehavior.discover(answered, NAT_ASK_MAX);
    } catch (TurnException e) {
      return Answer.failed(String.valueOf(e.getMessage()), e.fault().advice());
    }
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
    for (Map.Entry<TurnUrl, @Nullable TurnException> one : asked.entrySet()) {
      TurnException fault = one.getValue();
      if (fault != null) {
        return Answer.warning(
            detail + "; but " + one.getKey() + ": " + fault.fault().meaning(),
            fault.fault().advice(),
            nat);
      }
    }
    return Answer.ok(detail, nat);
  }

  /** No answer by UDP: from a server that is down, or because UDP does not get out? */
  private static Answer<NatBehavior.Report> silent(
      Map<TurnUrl, @Nullable TurnException> asked, List<TurnUrl> offered) {
    for (Map.Entry<TurnUrl, @Nullable TurnException> one : asked.entrySet()) {
      TurnException why = one.getValue();
      if (why != null && why.fault() != Fault.NO_ANSWER && why.fault() != Fault.UNREACHABLE) {
        return Answer.failed(one.getKey() + ": " + why.fault().meaning(), why.fault().advice());
      }
    }
    boolean answersOtherwise = ask(offered, false).containsValue(null);
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

  /** Asks all of them at once; null stands for an answer. */
  private static Map<TurnUrl, @Nullable TurnException> ask(List<TurnUrl> offered, boolean byUdp) {
    List<TurnUrl> urls =
        offered.stream()
            .filter(url -> (url.transport() == Transport.UDP) == byUdp)
            .distinct()
            .toList();
    List<CompletableFuture<@Nullable TurnException>> answers = new ArrayList<>();
    for (TurnUrl url : urls) {
      answers.add(CompletableFuture.supplyAsync(() -> ask(url), THREADS));
    }
    Map<TurnUrl, @Nullable TurnException> asked = new LinkedHashMap<>();
    for (int i = 0; i < urls.size(); i++) {
      asked.put(urls.get(i), answers.get(i).join());
    }
    return asked;
  }

  private static @Nullable TurnException ask(TurnUrl url) {
    try {
      StunClient.bind(url, TurnOptions.within(ASK_MAX));
      return null;
    } catch (TurnException e) {
      return e;
    }
  }
}
