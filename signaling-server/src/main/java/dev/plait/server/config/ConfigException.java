package dev.plait.server.config;

/** The configuration cannot be used; the message names the key and what it must be. */
public final class ConfigException extends RuntimeException {
  /** Says which key is wrong, and how. */
  public ConfigException(String key, String problem) {
    super(key + ": " + problem);
  }
}
