package dev.plait.peer.app;

import dev.plait.peer.BlackHole;
import dev.plait.peer.Peer;
import dev.plait.peer.PeerException;
import dev.plait.peer.json.Json;
import dev.plait.peer.link.EnvironmentProxies;
import dev.plait.peer.outbox.DataException;
import dev.plait.turn.program.Arguments;
import dev.plait.turn.program.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A peer that a program plays: JSON lines in, JSON lines out. Used by the demo and the crash test.
 *
 * <p>Started as {@code --server URL --user NAME --data DIR [--sign-up] [--no-direct] [--accept]}
 * with the password in PLAIT_PASSWORD (not needed once the device is known). {@code --accept}
 * accepts every request by itself. The end of standard input is {@code quit}. Logs go to standard
 * error.
 *
 * <h2>Commands</h2>
 *
 * Each is one object with {@code do}; an optional {@code ref} comes back in what answers it.
 *
 * <ul>
 *   <li>{@code {"do":"open","handle":"grace"}} answered by {@code opened}
 *   <li>{@code {"do":"accept","conversation":C}} answered by {@code done}
 *   <li>{@code {"do":"send","conversation":C,"count":N,"perSecond":R,"prefix":"a","bytes":B}} says
 *       N texts {@code prefix-1 … prefix-N} (continuing where this process stopped), at most R a
 *       second (0: as fast as the outbox takes them), padded to B characters; answered by {@code
 *       sendDone} when all are in the outbox. One send runs at a time per agent
 *   <li>{@code {"do":"stop"}} ends a running send early; its {@code sendDone} follows
 *   <li>{@code {"do":"read","conversation":C}} marks everything read; answered by {@code done}
 *   <li>{@code {"do":"typing","conversation":C,"active":true}} answered by {@code done}
 *   <li>{@code {"do":"blackHole","on":true}} nothing goes out over the data channels and nothing
 *       reports it; answered by {@code done}
 *   <li>{@code {"do":"stats"}} answered by {@code stats}
 *   <li>{@code {"do":"path","conversation":C}} answered by {@code paths}
 *   <li>{@code {"do":"conversations"}} answered by one {@code roster} each, then {@code done}
 *   <li>{@code {"do":"transcript","conversation":C}} answered by one {@code row} per entry in the
 *       order of I6, then {@code transcriptEnd}
 *   <li>{@code {"do":"quit"}} closes in good order; the last line is {@code bye}
 * </ul>
 *
 * <h2>Events</h2>
 *
 * Each is one object with {@code event} and {@code atMs} (this machine's clock).
 *
 * <ul>
 *   <li>{@code ready} account, device: first line
 *   <li>{@code connection} state online, offline or stopped; reason
 *   <li>{@code caughtUp}: the backlog is drained
 *   <li>{@code opened} conversation; {@code roster} conversation, version, members [{handle,
 *       account, accepted, devices}]; {@code gone} conversation
 *   <li>{@code accepted} conversation, seq, id, text: an own message is durable in the outbox
 *   <li>{@code message} conversation, device, epoch, seq, id, hlc, by (direct, relay, store), text:
 *       durable in the transcript
 *   <li>{@code status} conversation, device, from, through, status (sent, stored, delivered, read)
 *   <li>{@code undelivered} conversation, device, from, through, code, retryable
 *   <li>{@code path} device, path (direct, relay, none), generation, reason
 *   <li>{@code presence} account, state; {@code typing} conversation, device, active
 *   <li>{@code stats} sent, direct, relay, store, framesDirect, framesServer, pathSwitches
 *   <li>{@code paths} list [{device, path, via, generation, reason, why, candidatePair, localType,
 *       remoteType, rttMs, tried, hedges, ladder}]
 *   <li>{@code row} conversation, device, epoch, seq, id, hlc, by (self too), text, body (base64)
 *   <li>{@code transcriptEnd} conversation, rows; {@code sendDone} sent; {@code done}; {@code bye}
 *   <li>{@code warning} message; {@code error} message: the command failed, the agent goes on.
 *       Before {@code ready} an {@code error} is the last line and the exit code is 1
 * </ul>
 */
@Command(name = "peer-agent", description = "A peer that a program plays.")
public final class Agent implements Callable<Integer> {
  @Mixin private final ConnectOptions connect = new ConnectOptions();

  @Option(names = "--accept", description = "accept every request")
  private boolean accept;

  private final AgentOutput out = new AgentOutput(System.out);
  private final BlackHole hole = new BlackHole();

  private Agent() {}

  /** Plays until its input ends. */
  public static void main(String[] args) {
    Program.run(
        args,
        given -> {
          ProgramEnd.prepare();
          ProxySelector.setDefault(
              new EnvironmentProxies(ProxySelector.getDefault(), System.getenv()));
          return Arguments.of(new Agent()).execute(given);
        });
  }

  @Override
  public Integer call() throws IOException {
    try (Peer peer = hole.connect(connect.toOptions(System.getenv("PLAIT_PASSWORD")), out::event)) {
      out.ready(peer);
      if (accept) {
        AutoAccept.start(peer, message -> out.error(0, message));
      }
      AgentSending sending = new AgentSending(peer, out);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      boolean more = true;
      for (String line = lines.readLine();
          more && line != null;
          line = more ? lines.readLine() : null) {
        more = obey(peer, sending, line);
      }
      sending.stop();
    } catch (PeerException | DataException e) {
      out.error(0, String.valueOf(e.getMessage()));
      return 1;
    }
    out.write(Map.of("event", "bye"));
    return 0;
  }

  /** False when it was the last command. */
  private boolean obey(Peer peer, AgentSending sending, String line) {
    if (line.isBlank()) {
      return true;
    }
    long ref = 0;
    try {
      Map<String, Object> command = Json.object(line);
      ref = Json.number(command, "ref", 0);
      String what = Json.text(command, "do");
      if (what.equals("quit")) {
        return false;
      }
      run(peer, sending, what, command, ref);
    } catch (PeerException | RuntimeException e) {
      out.error(ref, String.valueOf(e.getMessage()));
    }
    return true;
  }

  private void run(
      Peer peer, AgentSending sending, String what, Map<String, Object> command, long ref)
      throws PeerException {
    switch (what) {
      case "open" -> out.opened(ref, peer.openDirect(Json.text(command, "handle")));
      case "send" ->
          sending.start(
              conversation(command),
              Json.number(command, "count", 1),
              Json.number(command, "perSecond", 0),
              Json.text(command, "prefix", "m"),
              (int) Json.number(command, "bytes", 0),
              ref);
      case "stop" -> sending.stop();
      case "stats" -> out.stats(ref, peer.statistics());
      case "path" -> out.paths(ref, peer.paths(conversation(command)));
      case "transcript" ->
          out.transcript(
              ref, conversation(command), peer.history(conversation(command), Integer.MAX_VALUE));
      case "conversations" -> {
        peer.conversations().forEach(out::roster);
        out.done(ref);
      }
      default -> {
        simple(peer, what, command);
        out.done(ref);
      }
    }
  }

  private void simple(Peer peer, String what, Map<String, Object> command) throws PeerException {
    switch (what) {
      case "accept" -> peer.accept(conversation(command));
      case "read" -> peer.markRead(conversation(command));
      case "typing" -> peer.typing(conversation(command), Json.flag(command, "active"));
      case "blackHole" -> hole.open(Json.flag(command, "on"));
      default -> throw new IllegalArgumentException("unknown command " + what);
    }
  }

  private static UUID conversation(Map<String, Object> command) {
    return UUID.fromString(Json.text(command, "conversation"));
  }
}
