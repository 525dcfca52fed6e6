package dev.plait.turn.program;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What has failed, for people. Pure. */
public final class Failure {
  private static final String OURS = "dev.plait.";

  private Failure() {}

  /** One sentence without the names of classes. */
  public static String sentence(Throwable failure) {
    return switch (failure) {
      case InvalidPathException e -> noName(e);
      case NoSuchFileException e -> e.getFile() + " is not there";
      case AccessDeniedException e -> e.getFile() + ": this user may not use it";
      case NotDirectoryException e -> e.getFile() + " is no folder";
      case FileSystemException e ->
          e.getFile() + ": " + (e.getReason() == null ? "it is in the way" : e.getReason());
      case FileNotFoundException e -> "cannot open " + e.getMessage();
      case UncheckedIOException e when e.getCause() != null -> sentence(e.getCause());
      case ExecutionException e when e.getCause() != null -> sentence(e.getCause());
      case CompletionException e when e.getCause() != null -> sentence(e.getCause());
      case OutOfMemoryError _ ->
          "the memory is not enough; PLAIT_JAVA_OPTS=-Xmx1g, for example, allows more";
      case IOException e when isSentence(e) -> "it does not go on: " + e.getMessage();
      default ->
          isOurs(failure) && isSentence(failure)
              ? String.valueOf(failure.getMessage())
              : "plait has failed by a mistake of its own. PLAIT_TRACE=1 shows where; please report"
                  + " it";
    };
  }

  private static String noName(InvalidPathException failure) {
    String what = "'" + failure.getInput() + "' cannot be the name of a file here. ";
    return what + (SystemLocale.isUtf8() ? failure.getReason() : SystemLocale.REMEDY);
  }

  private static boolean isOurs(Throwable failure) {
    return failure.getClass().getName().startsWith(OURS);
  }

  private static boolean isSentence(Throwable failure) {
    return failure.getMessage() != null && !failure.getMessage().isBlank();
  }
}
