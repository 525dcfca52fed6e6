package dev.plait.turn.program;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the command line of a program. Stateless. */
public final class Arguments {
  private Arguments() {}

  /**
   * What runs {@code command}, an object of picocli's. Arguments are taken as they are: one that
   * begins with {@code @} is no file to read more of them from, and none is a bundle of short
   * options. A failure is told in a sentence.
   *
   * @param more commands of that one, as classes or objects, beside those that it names itself
   */
  public static CommandLine of(Object command, Object... more) {
    CommandLine line = new CommandLine(command);
    for (Object one : more) {
      line.addSubcommand(one);
    }
    return line.setExpandAtFiles(false)
        .setPosixClusteredShortOptionsAllowed(false)
        .registerConverter(Path.class, Arguments::path)
        .setExecutionExceptionHandler(Arguments::failed)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(Failure.sentence(e));
    }
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    Program.tell(failure);
    return failure instanceof UsageException
        ? line.getCommandSpec().exitCodeOnInvalidInput()
        : line.getCommandSpec().exitCodeOnExecutionException();
  }
}
