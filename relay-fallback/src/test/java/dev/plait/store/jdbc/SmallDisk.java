package dev.plait.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A small file system to be filled up, for the tests of every module. Only root may mount one.
 *
 * @param path where it is mounted
 */
public record SmallDisk(Path path) implements AutoCloseable {
  /** Left free, so that the refusal comes in the middle of work. */
  private static final long LEFT_BYTES = 1 << 20;

  /** Mounts one on an empty folder; who may not skips the test and says so. */
  public static SmallDisk mount(Path folder, int mebibytes)
      throws IOException, InterruptedException {
    boolean mounted =
        run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "mode=0700,size=" + mebibytes + "m",
            "tmpfs",
            folder.toString());
    assumeThat(mounted).as("may mount a file system (needs root)").isTrue();
    return new SmallDisk(folder);
  }

  /** Takes all room but a little; deleting the file that it returns gives it back. */
  public Path fill() throws IOException {
    Path ballast = path.resolve("ballast");
    byte[] block = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (Files.getFileStore(path).getUsableSpace() > LEFT_BYTES) {
        out.write(block);
      }
    }
    return ballast;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // Lazily: a program that another test is starting holds every file of this process for a
    // moment.
    boolean unmounted = run("umount", "--lazy", path.toString());
    assertThat(unmounted).as("unmounted").isTrue();
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
