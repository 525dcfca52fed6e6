package dev.plait.peer.app;

import dev.plait.peer.doctor.Check;
import dev.plait.peer.doctor.Diagnosis;
import dev.plait.peer.doctor.Doctor;
import dev.plait.peer.doctor.DoctorOptions;
import dev.plait.peer.doctor.NatKind;
import dev.plait.peer.doctor.Outcome;
import dev.plait.peer.json.Json;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out why something does not connect. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    version = Main.VERSION,
    description = "Finds out why something does not connect, and says what to do.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:nothing failed",
      "1:something failed",
      "2:wrong usage",
      "3:the server cannot be reached at all"
    },
    footer = "docs/doctor.md has all checks, faults and remedies.")
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = ServerAddress.class,
      defaultValue = "http://127.0.0.1:8787",
      description = "the server (default: ${DEFAULT-VALUE})")
  private URI server = URI.create("http://127.0.0.1:8787");

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "your handle; with PLAIT_PASSWORD when no device of it is here")
  private @Nullable String user;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "a device's folder (default with --user: ~/.plait/NAME)")
  private @Nullable Path data;

  @Mixin private final Transport transport = new Transport();

  @Option(names = "--json", description = "the last line is one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    DoctorOptions options =
        new DoctorOptions(
            transport.checked(server),
            transport.insecureHttp(),
            folder(),
            user,
            System.getenv("PLAIT_PASSWORD"),
            InstantSource.system(),
            ProxySelector.getDefault(),
            transport.tls());
    Diagnosis diagnosis = Doctor.examine(options, DoctorCommand::show);
    System.out.println();
    System.out.println(SafeText.line(diagnosis.verdict()));
    if (json) {
      System.out.println(json(diagnosis));
    }
    return diagnosis.exitCode();
  }

  private @Nullable Path folder() {
    if (data != null || user == null) {
      return data;
    }
    return Path.of(System.getProperty("user.home"), ".plait", user);
  }

  private static void show(Check check) {
    String mark =
        check.outcome() == Outcome.FAILED
            ? "FAILED"
            : check.outcome().name().toLowerCase(Locale.ROOT);
    System.out.printf(
        Locale.ROOT, "%-8s %-12s %s%n", mark, check.name(), SafeText.line(check.detail()));
    if (!check.todo().isEmpty()) {
      System.out.printf(Locale.ROOT, "%-21s -> %s%n", "", SafeText.line(check.todo()));
    }
  }

  /** One line. */
  static String json(Diagnosis diagnosis) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("checks", diagnosis.checks().stream().map(DoctorCommand::fields).toList());
    object.put("nat", nat(diagnosis.nat()));
    object.put("verdict", diagnosis.verdict());
    return Json.write(object);
  }

  private static Map<String, Object> fields(Check check) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", check.name());
    fields.put("outcome", check.outcome().word());
    fields.put("detail", check.detail());
    fields.put("todo", check.todo());
    fields.put("ms", check.ms());
    return fields;
  }

  private static Map<String, Object> nat(@Nullable NatKind kind) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", kind == null ? "unknown" : kind.word());
    fields.put("words", kind == null ? "" : kind.words());
    fields.put("expectation", kind == null ? "" : kind.expectation());
    return fields;
  }
}
