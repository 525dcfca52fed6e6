package dev.plait.peer.app;

import dev.plait.peer.Outgoing;
import dev.plait.peer.PathInfo;
import dev.plait.peer.Peer;
import dev.plait.peer.Statistics;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.json.Json;
import dev.plait.peer.outbox.TranscriptEntry;
import dev.plait.protocol.signaling.LadderCounters;
import dev.plait.protocol.signaling.RungCounters;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Writes the agent's JSON lines, whole lines at a time. Safe for use by several threads. */
final class AgentOutput {
  private final PrintStream out;

  AgentOutput(PrintStream out) {
    this.out = out;
  }

  void write(Map<String, Object> event) {
    Map<String, Object> line = new LinkedHashMap<>(event);
    line.put("atMs", System.currentTimeMillis());
    String text = SafeText.escaped(Json.write(line));
    synchronized (this) {
      out.println(text);
      out.flush();
    }
  }

  private static Map<String, Object> event(String name, Object... fields) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    for (int i = 0; i < fields.length; i += 2) {
      event.put((String) fields[i], fields[i + 1]);
    }
    return event;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void ready(Peer peer) {
    write(event("ready", "account", peer.account(), "device", peer.device()));
  }

  void error(long ref, String message) {
    write(event("error", "ref", ref, "message", message));
  }

  void done(long ref) {
    write(event("done", "ref", ref));
  }

  void sendDone(long ref, long sent) {
    write(event("sendDone", "ref", ref, "sent", sent));
  }

  void opened(long ref, Frame.Roster roster) {
    write(event("opened", "ref", ref, "conversation", roster.conversation()));
  }

  void accepted(Outgoing.Place place, UUID id, String text) {
    write(
        event(
            "accepted",
            "conversation",
            place.stream().conversation(),
            "seq",
            place.seq(),
            "id",
            id,
            "text",
            text));
  }

  void roster(Frame.Roster roster) {
    List<Map<String, Object>> members = new ArrayList<>();
    roster
        .members()
        .forEach(
            member ->
                members.add(
                    Map.of(
                        "handle",
                        member.handle(),
                        "account",
                        member.account(),
                        "accepted",
                        member.accepted(),
                        "devices",
                        member.devices())));
    write(
        event(
            "roster",
            "conversation",
            roster.conversation(),
            "version",
            roster.version(),
            "members",
            members));
  }

  void stats(long ref, Statistics stats) {
    write(
        event(
            "stats",
            "ref",
            ref,
            "sent",
            stats.sent(),
            "direct",
            stats.arrivedDirect(),
            "relay",
            stats.arrivedRelay(),
            "store",
            stats.arrivedStore(),
            "framesDirect",
            stats.framesDirect(),
            "framesServer",
            stats.framesServer(),
            "pathSwitches",
            stats.pathSwitches()));
  }

  void paths(long ref, List<PathInfo> paths) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (PathInfo path : paths) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("device", path.device());
      one.put("path", path.path());
      one.put("via", path.via());
      one.put("generation", path.generation());
      one.put("reason", path.reason());
      one.put("why", path.why());
      one.put("candidatePair", path.candidatePair());
      one.put("localType", path.localType());
      one.put("remoteType", path.remoteType());
      one.put("rttMs", path.rttMs());
      one.put("tried", path.tried());
      one.put("hedges", path.hedges());
      one.put("ladder", ladder(path.ladder()));
      list.add(one);
    }
    write(event("paths", "ref", ref, "list", list));
  }

  private static Map<String, Object> ladder(LadderCounters counters) {
    Map<String, Object> ladder = new LinkedHashMap<>();
    ladder.put("iceRestart", rung(counters.iceRestart()));
    ladder.put("rebuild", rung(counters.rebuild()));
    ladder.put("relay", rung(counters.relay()));
    ladder.put("refresh", rung(counters.refresh()));
    ladder.put("upgrade", rung(counters.upgrade()));
    ladder.put("attempts", counters.attempts());
    ladder.put("opens", counters.opens());
    ladder.put("glares", counters.glares());
    ladder.put("stale", counters.stale());
    ladder.put("resends", counters.resends());
    return ladder;
  }

  private static Map<String, Object> rung(RungCounters counters) {
    return Map.of(
        "requested",
        counters.requested(),
        "notNeeded",
        counters.notNeeded(),
        "succeeded",
        counters.succeeded(),
        "failed",
        counters.failed());
  }

  void transcript(long ref, UUID conversation, List<TranscriptEntry> rows) {
    for (TranscriptEntry row : rows) {
      Map<String, Object> line = entry("row", row.stream(), row.entry());
      line.put("by", lower(row.by()));
      line.put("body", row.entry().body().toBase64());
      write(line);
    }
    write(event("transcriptEnd", "ref", ref, "conversation", conversation, "rows", rows.size()));
  }

  private static Map<String, Object> entry(String name, StreamId stream, Entry entry) {
    return event(
        name,
        "conversation",
        stream.conversation(),
        "device",
        stream.device(),
        "epoch",
        Long.toUnsignedString(stream.epoch()),
        "seq",
        entry.seq(),
        "id",
        entry.id(),
        "hlc",
        Long.toUnsignedString(entry.hlc()),
        "text",
        Bodies.words(entry.body()));
  }

  /** Writes what happened. */
  void event(PeerEvent event) {
    switch (event) {
      case PeerEvent.MessageArrived(var stream, var entry, var by) -> {
        Map<String, Object> line = entry("message", stream, entry);
        line.put("by", lower(by));
        write(line);
      }
      case PeerEvent.StatusChanged(var stream, var device, var seqs, var status) -> {
        for (Range range : seqs) {
          write(ranged("status", stream, device, range, "status", lower(status)));
        }
      }
      case PeerEvent.Undelivered(var stream, var device, var seqs, var code, boolean retryable) -> {
        for (Range range : seqs) {
          Map<String, Object> line =
              ranged("undelivered", stream, device, range, "code", lower(code));
          line.put("retryable", retryable);
          write(line);
        }
      }
      case PeerEvent.TargetReplaced(var stream, var device, var by, var seqs) -> {
        for (Range range : seqs) {
          Map<String, Object> line = ranged("replaced", stream, device, range, "status", "sent");
          line.put("by", by);
          write(line);
        }
      }
      case PeerEvent.PathChanged(var device, var path, var generation, var reason) ->
          write(
              event(
                  "path",
                  "device",
                  device,
                  "path",
                  path,
                  "generation",
                  generation,
                  "reason",
                  reason));
      case PeerEvent.RosterChanged(var roster) -> roster(roster);
      case PeerEvent.ConversationGone(var conversation) ->
          write(event("gone", "conversation", conversation));
      case PeerEvent.PresenceChanged(var account, var state, var lastSeenMs) ->
          write(
              event(
                  "presence", "account", account, "state", lower(state), "lastSeenMs", lastSeenMs));
      case PeerEvent.TypingChanged(var conversation, var device, boolean active) ->
          write(event("typing", "conversation", conversation, "device", device, "active", active));
      case PeerEvent.ConnectionChanged(var state, var reason, var retryInMs) ->
          write(
              event("connection", "state", lower(state), "reason", reason, "retryInMs", retryInMs));
      case PeerEvent.CaughtUp() -> write(event("caughtUp"));
      case PeerEvent.Warning(var message) -> write(event("warning", "message", message));
      case PeerEvent.EpochBegun(var message, var _) -> write(event("warning", "message", message));
    }
  }

  private static Map<String, Object> ranged(
      String name, StreamId stream, UUID device, Range range, String key, String value) {
    return event(
        name,
        "conversation",
        stream.conversation(),
        "device",
        device,
        "from",
        range.fromSeq(),
        "through",
        range.throughSeq(),
        key,
        value);
  }
}
