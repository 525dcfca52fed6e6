package dev.plait.server.config;

/**
 * Copies of the embedded database that the node itself takes while it runs.
 *
 * @param everyMs how often; 0 for never
 * @param folder where to; empty for {@code backups} in the data folder
 * @param keep how many stay, the newest ones
 */
public record BackupConfig(long everyMs, String folder, int keep) {
  /** Whether there are to be any. */
  public boolean enabled() {
    return everyMs > 0;
  }
}
