package dev.plait.server.config;

/**
 * Where the truth is kept.
 *
 * @param url JDBC, H2 or PostgreSQL; empty for an H2 file in the data folder
 * @param user login, empty for none
 * @param password its password, empty for none
 * @param poolSize connections at most
 */
public record DatabaseConfig(String url, String user, Secret password, int poolSize) {}
