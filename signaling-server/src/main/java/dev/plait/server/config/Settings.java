package dev.plait.server.config;

import dev.plait.turn.config.AddressBlock;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Raw settings from file, environment and command line, read key by key; remembers which keys
 * exist, so that a misspelt one is found. Used by one thread at start.
 */
final class Settings {
  /** What an IP address is written with. */
  static final String ADDRESS = "[0-9a-fA-F:.]+";

  private static final String PREFIX = "plait.";
  private static final int FILE_ORDINAL = 100;
  private static final int ENVIRONMENT_ORDINAL = 300;
  private static final int OVERRIDE_ORDINAL = 400;

  private final SmallRyeConfig config;
  private final Set<String> given;
  private final Map<String, Setting> known = new TreeMap<>();

  /**
   * A setting that was read.
   *
   * @param fallback its default, as one would write it
   * @param allowed what it may be, in words
   */
  record Setting(String fallback, String allowed) {}

  private Settings(SmallRyeConfig config, Set<String> given) {
    this.config = config;
    this.given = given;
  }

  static Settings open(
      @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
    Map<String, String> fromFile = file == null ? Map.of() : read(file);
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(fromFile, "file", FILE_ORDINAL),
                new EnvConfigSource(environment, ENVIRONMENT_ORDINAL),
                new PropertiesConfigSource(overrides, "command line", OVERRIDE_ORDINAL))
            .build();
    Set<String> given = new TreeSet<>(fromFile.keySet());
    given.addAll(overrides.keySet());
    return new Settings(config, given);
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          file.toString(), "cannot be read as a properties file (" + e.getMessage() + ")");
    }
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }

  String text(String key, String fallback) {
    return read(key, fallback, "text");
  }

  private String read(String key, String fallback, String allowed) {
    known.put(key, new Setting(fallback, allowed));
    return config.getOptionalValue(key, String.class).map(String::strip).orElse(fallback);
  }

  Secret secret(String key) {
    return new Secret(read(key, "", "secret text"));
  }

  int integer(String key, int fallback, int min, int max) {
    String text = read(key, Integer.toString(fallback), min + " to " + max);
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new ConfigException(key, "'" + text + "' is not a whole number");
    }
    if (value < min || value > max) {
      throw new ConfigException(key, value + " is not between " + min + " and " + max);
    }
    return value;
  }

  String choice(String key, String fallback, List<String> choices) {
    String value = read(key, fallback, String.join(", ", choices));
    if (!choices.contains(value)) {
      throw new ConfigException(key, "'" + value + "' is not one of " + choices);
    }
    return value;
  }

  boolean flag(String key, boolean fallback) {
    return Boolean.parseBoolean(choice(key, Boolean.toString(fallback), List.of("true", "false")));
  }

  /** A text that must match. */
  String matching(String key, String fallback, String pattern, String description) {
    String value = read(key, fallback, description);
    if (!value.matches(pattern)) {
      throw new ConfigException(key, "'" + value + "' is not " + description);
    }
    return value;
  }

  /** Comma-separated; each element must match. */
  List<String> list(String key, String pattern, String description) {
    List<String> elements = new ArrayList<>();
    for (String element : read(key, "", "list: " + description).split(",", -1)) {
      String value = element.strip();
      if (value.isEmpty()) {
        continue;
      }
      if (!value.matches(pattern)) {
        throw new ConfigException(key, "'" + value + "' is not " + description);
      }
      elements.add(value);
    }
    return elements;
  }

  /** The same; what the parser does not take is refused with its reason. */
  <T> List<T> list(String key, String pattern, String description, Function<String, T> parser) {
    try {
      return list(key, pattern, description).stream().map(parser).toList();
    } catch (IllegalArgumentException bad) {
      throw new ConfigException(key, bad.getMessage() + " (must be " + description + ")");
    }
  }

  /** IP addresses, as they were written. */
  List<String> addresses(String key, String description) {
    return list(
        key,
        ADDRESS,
        description,
        text -> {
          AddressBlock.bytes(text);
          return text;
        });
  }

  /** Every setting read so far, by key. */
  Map<String, Setting> known() {
    return Collections.unmodifiableMap(known);
  }

  void refuseUnknownKeys() {
    for (String key : given) {
      if (!key.startsWith(PREFIX) || !known.containsKey(key)) {
        throw new ConfigException(key, "no such setting; known are " + known.keySet());
      }
    }
  }
}
