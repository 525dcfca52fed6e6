package dev.plait.peer.app;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/**
 * The terminal: messages above the line being edited, one status line below it. Safe from any
 * thread but {@link #read}. A terminal without cursor addressing has no status line; there changes
 * of it are printed.
 */
final class ChatScreen implements AutoCloseable {
  private static final String REFRESH = "plait-refresh";

  private final Terminal terminal;
  private final LineReader reader;
  private final @Nullable Status bar;
  private volatile Supplier<String> status = () -> "";
  private String shown = "";

  ChatScreen() throws IOException {
    terminal = TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build();
    reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("plait")
            // What is typed is said: no !! for the line before, and a backslash stays.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    bar = isPlain() ? null : Status.getStatus(terminal);
    reader
        .getWidgets()
        .put(
            REFRESH,
            () -> {
              draw();
              return true;
            });
  }

  private boolean isPlain() {
    return terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  /** Whether lines come from a program: nobody is there to see how far they have come. */
  @SuppressWarnings("SystemConsoleNull") // NullAway does not know that it is never null
  boolean isPipe() {
    Console console = System.console();
    return console == null || !console.isTerminal();
  }

  /** What the status line says from now on, asked again at each {@link #refresh}. */
  void showStatus(Supplier<String> line) {
    status = line;
    draw();
  }

  /** Calls {@code typed} with the line so far at each key that adds to it. */
  void onTyping(Consumer<String> typed) {
    Widget insert = Objects.requireNonNull(reader.getBuiltinWidgets().get(LineReader.SELF_INSERT));
    reader
        .getWidgets()
        .put(
            LineReader.SELF_INSERT,
            () -> {
              boolean done = insert.apply();
              typed.accept(reader.getBuffer().toString());
              return done;
            });
  }

  void say(String line) {
    reader.printAbove(Wrapped.at(terminal.getSize().getColumns(), SafeText.lines(line)));
  }

  /** Draws the status line anew, under the reader's lock so that nothing is torn. */
  void refresh() {
    try {
      if (reader.isReading()) {
        reader.callWidget(REFRESH);
      }
    } catch (IllegalStateException e) {
      // The line has just been finished; the next one draws it.
      return;
    }
  }

  /**
   * One line of the person's.
   *
   * @throws org.jline.reader.UserInterruptException on Ctrl-C
   * @throws org.jline.reader.EndOfFileException on Ctrl-D
   */
  String read(String prompt) {
    draw();
    return reader.readLine(prompt);
  }

  private synchronized void draw() {
    String now = SafeText.line(status.get());
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    if (bar == null) {
      terminal.writer().println("[" + now + "]");
      terminal.flush();
    } else {
      bar.update(List.of(new AttributedString(now, AttributedStyle.INVERSE)));
    }
  }

  @Override
  public void close() throws IOException {
    if (bar != null) {
      bar.close();
    }
    terminal.close();
  }
}
