package dev.plait.tests.sim;

import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Frames in a few words, for whoever reads a trace: streams as {@code device/conversation}. */
final class SimTrace {
  private SimTrace() {}

  static String describe(Frame frame) {
    return switch (frame) {
      case Frame.Entries(var stream, var stored, var entries) ->
          (stored ? "stored " : "entries ") + name(stream) + " " + addressed(entries);
      case Frame.Post(_, var conversation, _, var version, var entries) ->
          "post /" + number(conversation) + " v" + version + " " + posted(entries);
      case Frame.Ack(var position, _) -> "ack " + position(position);
      case Frame.Have(var in, var out) ->
          "have "
              + in.stream().map(SimTrace::position).toList()
              + " asks "
              + out.stream().map(SimTrace::name).toList();
      case Frame.Receipt(var stream, var target, var cursor, _, var held, var stored, _, _) ->
          "receipt %s at d%d: delivered %d, held %s, stored %s"
              .formatted(name(stream), number(target), cursor, ranges(held), ranges(stored));
      case Frame.Refused(_, var code, _, var stream, var target, var seqs, var retryMs) ->
          "refused %s %s at %s: %s, retry after %d"
              .formatted(code, name(stream), number(target), ranges(seqs), retryMs);
      case Frame.Cancel(_, var conversation, _, var target, var through) ->
          "cancel /%d at d%d through %d".formatted(number(conversation), number(target), through);
      default -> frame.toString();
    };
  }

  private static String addressed(List<AddressedEntry> entries) {
    return entries.stream()
        .map(entry -> entry.afterSeq() + ">" + entry.entry().seq())
        .collect(Collectors.joining(" "));
  }

  private static String posted(List<PostedEntry> entries) {
    return entries.stream()
        .map(
            entry ->
                entry.entry().seq()
                    + entry.to().stream()
                        .map(to -> "d" + number(to.device()) + "(" + to.afterSeq() + ")")
                        .toList()
                        .toString())
        .collect(Collectors.joining(" "));
  }

  private static String position(StreamPosition at) {
    return name(at.stream()) + "@" + at.cursorSeq() + " held " + ranges(at.held());
  }

  private static String ranges(List<Range> ranges) {
    return ranges.stream().map(r -> r.fromSeq() + "-" + r.throughSeq()).toList().toString();
  }

  private static String name(@Nullable StreamId stream) {
    return stream == null
        ? "-"
        : "d" + number(stream.device()) + "/" + number(stream.conversation());
  }

  private static long number(@Nullable UUID id) {
    return id == null ? 0 : id.getLeastSignificantBits();
  }
}
