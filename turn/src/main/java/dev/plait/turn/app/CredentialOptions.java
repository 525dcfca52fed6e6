package dev.plait.turn.app;

import dev.plait.turn.check.Credentials;
import dev.plait.turn.credential.TurnSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the server is shown. Secrets never come from the command line, which others can read. */
final class CredentialOptions {
  @Option(
      names = "--secret-env",
      paramLabel = "VAR",
      description = "environment variable with the server's static-auth-secret")
  private @Nullable String secretVariable;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "file with the server's static-auth-secret")
  private @Nullable Path secretFile;

  @Option(names = "--user", paramLabel = "NAME", description = "a user with a lasting password")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "VAR",
      description = "environment variable with the user's password")
  private @Nullable String passwordVariable;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "file with the user's password")
  private @Nullable Path passwordFile;

  /**
   * The one that was asked for.
   *
   * @throws IllegalArgumentException when none was, or more than one, or it cannot be read; the
   *     message says what to do
   */
  Credentials read() {
    boolean isSigned = secretVariable != null || secretFile != null;
    if (isSigned == (user != null)) {
      throw new IllegalArgumentException(
          "give either the server's secret (--secret-env or --secret-file) or a user (--user with"
              + " --password-env or --password-file)");
    }
    if (user != null) {
      return Credentials.fixed(user, secret("password", passwordVariable, passwordFile));
    }
    // As plait.turn.secret: several while it is being changed, of which the first one signs.
    List<String> secrets =
        Arrays.stream(secret("secret", secretVariable, secretFile).split(",", -1))
            .map(String::strip)
            .toList();
    if (!secrets.stream().allMatch(TurnSecrets::isStrong)) {
      throw new IllegalArgumentException(
          "the secret is too weak: give the server another one, of at least "
              + TurnSecrets.SECRET_CHARS_MIN
              + " letters and digits (make it: openssl rand -hex 32)");
    }
    return Credentials.signed(new TurnSecrets(secrets));
  }

  private static String secret(String what, @Nullable String variable, @Nullable Path file) {
    if ((variable == null) == (file == null)) {
      throw new IllegalArgumentException("give one of --" + what + "-env and --" + what + "-file");
    }
    if (variable != null) {
      String value = System.getenv(variable);
      if (value == null || value.isEmpty()) {
        throw new IllegalArgumentException("the environment has no " + variable);
      }
      return value;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read");
    }
  }
}
