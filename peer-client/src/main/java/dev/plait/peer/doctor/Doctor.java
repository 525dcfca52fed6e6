package dev.plait.peer.doctor;

import dev.plait.peer.doctor.IceCheck.Offered;
import dev.plait.peer.doctor.TurnChecks.Tried;
import dev.plait.peer.link.ApiException;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.ServerUrl;
import dev.plait.turn.probe.NatBehavior;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines the way from this machine to a server and on to other devices, from the bottom up: what
 * cannot work because of an earlier fault is skipped. Used by one thread.
 */
public final class Doctor {
  private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

  static final String ADDRESS = "address";
  static final String SERVER = "server";
  static final String NODE = "node";
  static final String CLOCK = "clock";
  static final String TOKEN = "token";
  static final String WEBSOCKET = "websocket";
  static final String ICE = "ice-servers";
  static final String STUN = "stun";
  static final String TURN = "turn";
  static final String CHANNEL = "data-channel";

  private final DoctorOptions options;
  private final Route route;
  private final Round round;
  private @Nullable NatKind nat;

  private Doctor(DoctorOptions options, Consumer<Check> listener) {
    this.options = options;
    this.route = Route.to(options.server(), options.proxies());
    this.round = new Round(listener);
  }

  /**
   * Makes all checks; takes less than a minute, also when nothing answers.
   *
   * @param listener hears each check when it is done
   * @throws IllegalArgumentException when the server is another machine that would be asked in the
   *     open, and {@link DoctorOptions#insecureHttp} does not allow it
   */
  public static Diagnosis examine(DoctorOptions options, Consumer<Check> listener) {
    if (!options.insecureHttp() && ServerUrl.of(options.server()).isExposed()) {
      throw new IllegalArgumentException(ServerUrl.exposed(options.server()));
    }
    Doctor doctor = new Doctor(options, listener);
    doctor.examine();
    List<Check> checks = doctor.round.checks();
    return new Diagnosis(checks, doctor.nat, Verdict.of(checks, doctor.nat));
  }

  private void examine() {
    List<InetAddress> addresses = round.make(ADDRESS, () -> AddressCheck.make(route));
    if (addresses == null) {
      round.skip("the address is not known", SERVER, NODE);
      skipFromClock("the server cannot be reached");
      return;
    }
    ServerCheck server = new ServerCheck(route, options.clock(), options.tls());
    if (round.make(SERVER, () -> server.make(addresses)) == null) {
      round.skip("the server cannot be reached", NODE);
      skipFromClock("the server cannot be reached");
      return;
    }
    try (Web web = new Web(options.server(), options.proxies(), options.tls())) {
      if (round.make(NODE, () -> NodeCheck.make(web, route)) == null) {
        skipFromClock("no node answers");
      } else {
        examineNode(web);
      }
    }
  }

  private void skipFromClock(String why) {
    round.skip(why, CLOCK, TOKEN, WEBSOCKET, ICE, STUN, TURN, CHANNEL);
  }

  private void examineNode(Web web) {
    Long aheadMs = round.make(CLOCK, () -> ClockCheck.make(web, options.clock()));
    ServerApi api = new ServerApi(options.server(), web.http());
    SignedIn who = round.make(TOKEN, () -> new TokenCheck(options, api).make());
    try {
      round.make(WEBSOCKET, () -> new SocketCheck(web, route).make(who));
      if (who == null) {
        round.skip("this needs an account", ICE, STUN, TURN, CHANNEL);
        return;
      }
      List<Offered> offered = round.make(ICE, () -> IceCheck.make(api, who.token()));
      if (offered == null || offered.isEmpty()) {
        round.skip("no STUN or TURN server is offered", STUN, TURN, CHANNEL);
      } else {
        examinePaths(offered, aheadMs == null ? 0 : aheadMs);
      }
    } finally {
      giveBack(api, who);
    }
  }

  private void examinePaths(List<Offered> offered, long aheadMs) {
    NatBehavior.Report found =
        round.make(STUN, () -> StunCheck.make(offered.stream().map(Offered::url).toList()));
    nat = found == null ? null : NatKind.of(found);
    List<Tried> tried = TurnChecks.make(offered, aheadMs, round.left());
    tried.forEach(one -> round.report(one.name(), one.answer(), one.ms()));
    if (tried.isEmpty()) {
      round.skip("no TURN server is offered", TURN);
    }
    List<Offered> working =
        tried.stream()
            .filter(one -> one.answer().outcome() == Outcome.OK)
            .map(Tried::offered)
            .toList();
    if (working.isEmpty()) {
      round.skip("no TURN server allocates", CHANNEL);
    } else {
      round.make(CHANNEL, () -> LoopCheck.make(working, found != null));
    }
  }

  /** A device that was made for this round ends with it. */
  private static void giveBack(ServerApi api, @Nullable SignedIn who) {
    if (who != null && who.lent()) {
      try {
        api.signOut(who.token());
      } catch (ApiException e) {
        LOG.debug("the device of this round stays: {}", e.getMessage());
      }
    }
  }
}
