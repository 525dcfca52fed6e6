package dev.plait.server.ops;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.plait.turn.program.DatabaseFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace for a log: each of its lines indented, so that none looks like an event; each
 * message on one line, so that none looks like a frame; the root cause always there. Stateless.
 */
final class Trace {
  /** Causes that are shown, the root among them. */
  private static final int MOST_CAUSES = 6;

  /** Frames of each; those of a deep stack repeat themselves. */
  private static final int MOST_FRAMES = 30;

  private Trace() {}

  /** The lines, without the end of the last. */
  static String of(IThrowableProxy thrown) {
    List<IThrowableProxy> chain = chain(withoutValues(thrown));
    List<String> lines = new ArrayList<>();
    int shown = Math.min(chain.size(), MOST_CAUSES);
    for (int i = 0; i < shown - 1; i++) {
      add(lines, i == 0 ? "" : "Caused by: ", chain.get(i));
    }
    if (shown < chain.size()) {
      lines.add("\t... " + (chain.size() - shown) + " more causes");
    }
    add(lines, chain.size() == 1 ? "" : "Caused by: ", chain.getLast());
    return String.join("\n", lines);
  }

  /** What a database says names the values that it has refused. */
  private static IThrowableProxy withoutValues(IThrowableProxy thrown) {
    return thrown instanceof ThrowableProxy proxy
        ? new ThrowableProxy(DatabaseFailure.shown(proxy.getThrowable()))
        : thrown;
  }

  private static List<IThrowableProxy> chain(IThrowableProxy thrown) {
    List<IThrowableProxy> chain = new ArrayList<>();
    // One that goes round ends with a proxy that is cyclic, and has no cause.
    for (@Nullable IThrowableProxy at = thrown; at != null; at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }

  private static void add(List<String> lines, String before, IThrowableProxy one) {
    lines.add("\t" + Escaped.text(before + said(one)));
    @Nullable IThrowableProxy[] beside = one.getSuppressed();
    for (int i = 0; beside != null && i < Math.min(beside.length, MOST_CAUSES); i++) {
      lines.add("\t" + Escaped.text("Suppressed: " + said(Objects.requireNonNull(beside[i]))));
    }
    @Nullable StackTraceElementProxy[] frames = one.getStackTraceElementProxyArray();
    int own = frames == null ? 0 : frames.length - one.getCommonFrames();
    for (int i = 0; frames != null && i < Math.min(own, MOST_FRAMES); i++) {
      lines.add("\t" + Escaped.text(Objects.requireNonNull(frames[i]).toString()));
    }
    if (frames != null && frames.length > Math.min(own, MOST_FRAMES)) {
      lines.add("\t... " + (frames.length - Math.min(own, MOST_FRAMES)) + " more");
    }
  }

  private static String said(IThrowableProxy one) {
    return one.getMessage() == null
        ? one.getClassName()
        : one.getClassName() + ": " + one.getMessage();
  }
}
