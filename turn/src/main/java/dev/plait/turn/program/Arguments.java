package dev.plait.turn.program;

import picocli.CommandLine;

/** Reads the command line of a program. Stateless. */
public final class Arguments {
  private Arguments() {}

  /**
   * What runs {@code command}, an object of picocli's. Arguments are taken as they are: one that
   * begins with {@code @} is no file to read more of them from, and none is a bundle of short
   * options.
   */
  public static CommandLine of(Object command) {
    return new CommandLine(command)
        .setExpandAtFiles(false)
        .setPosixClusteredShortOptionsAllowed(false);
  }
}
