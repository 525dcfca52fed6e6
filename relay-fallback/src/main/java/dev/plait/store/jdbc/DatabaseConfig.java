package dev.plait.store.jdbc;

import java.nio.file.Path;

/**
 * Where the data is.
 *
 * @param url a JDBC URL, {@code jdbc:h2:file:…} or {@code jdbc:postgresql:…}
 * @param user login
 * @param password never shown
 * @param poolSize most connections, at least 1
 */
public record DatabaseConfig(String url, String user, String password, int poolSize) {
  /** Enough for one node: statements are short, and more connections only wait for each other. */
  public static final int DEFAULT_POOL_SIZE = 8;

  /** With the default pool. */
  public DatabaseConfig(String url, String user, String password) {
    this(url, user, password, DEFAULT_POOL_SIZE);
  }

  /** The embedded default: a file {@code base.mv.db} that is made when it is not there. */
  public static DatabaseConfig h2File(Path base) {
    return new DatabaseConfig("jdbc:h2:file:" + base.toAbsolutePath(), "plait", "");
  }

  /** Leaves out the password and everything behind the address, where one could hide too. */
  @Override
  public String toString() {
    return "DatabaseConfig[url=" + safeUrl() + ", user=" + user + ", poolSize=" + poolSize + "]";
  }

  String safeUrl() {
    return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
  }
}
