package dev.plait.turn.program;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The standard output: UTF-8 whatever the locale says, and a program whose reader has gone ({@code
 * | head -1}) ends, as others do by SIGPIPE, which Java does not let through.
 */
final class Output extends OutputStream {
  /** As a shell says of a program that SIGPIPE ended. */
  static final int READER_GONE = 141;

  private static final Path PLACE = Path.of("/proc/self/fd/1");
  private static final AtomicBoolean BROKEN = new AtomicBoolean();

  private final OutputStream to = new FileOutputStream(FileDescriptor.out);

  private Output() {}

  /** Makes it this program's. */
  static void install() {
    System.setOut(new PrintStream(new Output(), true, StandardCharsets.UTF_8));
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  /** Whether something could not be written. */
  static boolean isBroken() {
    return BROKEN.get();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      to.write(bytes, from, length);
    } catch (IOException e) {
      end(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    to.close();
  }

  /** Once; on a thread of its own, since the end closes the stream that this one holds. */
  private static void end(IOException why) {
    if (!Ending.hasBegun() && BROKEN.compareAndSet(false, true)) {
      if (!isPipe()) {
        System.err.println("cannot write to the standard output: " + why.getMessage());
      }
      Thread.ofPlatform().name("plait-output").daemon().start(() -> Program.exit(READER_GONE));
    }
  }

  private static boolean isPipe() {
    try {
      String place = Files.readSymbolicLink(PLACE).toString();
      return place.startsWith("pipe:") || place.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException e) {
      return true; // a system without /proc: mostly it is one
    }
  }
}
