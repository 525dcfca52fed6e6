package dev.plait.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, read from the class path once and kept in memory, so that a path is either
 * one of them or nothing: there are no folders to list or to climb. A file is compressed when it is
 * first asked for: a node starts sooner, and nobody asks for most of them. Thread-safe.
 */
final class PageFiles {
  /** Shown at "/". */
  private static final String START = "/page/index.html";

  private static final Set<String> TEXT =
      Set.of("html", "js", "map", "css", "svg", "json", "webmanifest", "txt", "");

  private final Map<String, byte[]> contents;
  private final Map<String, PageFile> asked = new ConcurrentHashMap<>();

  /**
   * One file.
   *
   * @param mediaType its Content-Type
   * @param plain as it is
   * @param gzip compressed; null where that saves nothing
   */
  record PageFile(String mediaType, Body plain, @Nullable Body gzip) {}

  /**
   * What travels.
   *
   * @param encoding its Content-Encoding; empty for none
   * @param bytes read-only; each use takes a slice of its own
   * @param etag names these bytes and no others (RFC 9110 §8.8.3). The time and size of a file do
   *     not: every build gives its files the same time.
   */
  record Body(String encoding, ByteBuffer bytes, String etag) {}

  private PageFiles(Map<String, byte[]> contents) {
    this.contents = contents;
  }

  /**
   * Reads all files below a folder of the class path.
   *
   * @throws IllegalStateException when there is no page
   */
  static PageFiles read(String folder) {
    Map<String, byte[]> contents = new HashMap<>();
    try (ResourceFactory.Closeable resources = ResourceFactory.closeable()) {
      Resource root = resources.newClassLoaderResource(folder);
      if (root == null) {
        throw new IllegalStateException(folder + " is not on the class path");
      }
      for (Resource file : root.getAllResources()) {
        if (!file.isDirectory()) {
          try (InputStream in = file.newInputStream()) {
            contents.put(path(root.getPathTo(file)), in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!contents.containsKey(START)) {
      throw new IllegalStateException(folder + " has no " + START);
    }
    return new PageFiles(contents);
  }

  /** Null when {@code path}, decoded, is not exactly that of a file. */
  @Nullable PageFile find(String path) {
    String name = path.equals("/") ? START : path;
    byte[] plain = contents.get(name);
    return plain == null ? null : asked.computeIfAbsent(name, key -> of(key, plain));
  }

  private static String path(Path relative) {
    StringBuilder path = new StringBuilder();
    relative.forEach(segment -> path.append('/').append(segment));
    return path.toString();
  }

  private static PageFile of(String path, byte[] plain) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String extension = name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    byte[] gzip = TEXT.contains(extension) ? gzip(plain) : plain;
    return new PageFile(
        mediaType(extension),
        body("", plain),
        gzip.length < plain.length ? body("gzip", gzip) : null);
  }

  private static Body body(String encoding, byte[] bytes) {
    return new Body(encoding, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), EntityTags.of(bytes));
  }

  private static String mediaType(String extension) {
    return switch (extension) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "txt", "" -> "text/plain; charset=utf-8";
      case "json", "map" -> "application/json";
      case "webmanifest" -> "application/manifest+json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "webp" -> "image/webp";
      case "ico" -> "image/vnd.microsoft.icon";
      case "woff2" -> "font/woff2";
      default -> "application/octet-stream";
    };
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
