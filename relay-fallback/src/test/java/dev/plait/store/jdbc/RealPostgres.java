package dev.plait.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A PostgreSQL server of one's own, to be stopped or killed and started again, for the tests of
 * every module. Used by one thread.
 */
public final class RealPostgres implements AutoCloseable {
  /** It starts in one or two seconds, and in many beside other tests. */
  public static final Duration START = Duration.ofMinutes(2);

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private RealPostgres(Path data) throws IOException {
    this.data = data;
    this.port = freePort();
    this.server = launch(data, port);
  }

  /** Starts one with its data below a folder. */
  public static RealPostgres start(Path directory) throws IOException {
    return new RealPostgres(directory.resolve("postgres"));
  }

  /**
   * One that nobody is given who asks the system for any port: Linux has those from 32,768 on,
   * other systems higher ones. So nobody has it either while the server is stopped.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // Another one.
      }
    }
  }

  private static EmbeddedPostgres launch(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setPGStartupWait(START)
        .start();
  }

  /** Where it is, and the login of its owner. */
  public DatabaseConfig config() {
    return new DatabaseConfig(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
  }

  /** Kills the server and all its processes with -9. */
  void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().trim());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    var children = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    postmaster.onExit().join();
  }

  /** Stops it; connections break. */
  public void stop() throws IOException {
    server.close();
  }

  /** Starts it again on its data and port; after a kill it recovers from its log. */
  public void restart() throws IOException {
    server.close();
    server = launch(data, port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
