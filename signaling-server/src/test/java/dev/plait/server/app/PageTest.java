package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.http.PageHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as the node serves it: every file of it, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
  private static final int BUDGET_BYTES = 136_000;

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "json", "application/json",
          "map", "application/json",
          "webmanifest", "application/manifest+json",
          "woff2", "font/woff2",
          "LICENSE", "text/plain; charset=utf-8");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, byte[]> files = new TreeMap<>();
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    node = TestNode.start(data, Map.of());
    URL index =
        Objects.requireNonNull(
            getClass().getClassLoader().getResource(PageHandler.FOLDER + "page/index.html"));
    if (index.getProtocol().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(index.toURI(), Map.of())) {
        readAll(jar.getPath(PageHandler.FOLDER));
      }
    } else {
      readAll(Path.of(index.toURI()).resolve("../..").normalize());
    }
  }

  private void readAll(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            "/" + root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  @AfterAll
  void stop() {
    client.close();
    node.close();
  }

  @Test
  void everyFileIsServedAsItIsWithItsType() throws Exception {
    assertThat(files).containsKeys("/page/index.html", "/lib/index.js");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      HttpResponse<byte[]> answer = get(file.getKey());
      String extension = file.getKey().replaceFirst(".*[./]", "");
      assertThat(answer.statusCode()).as(file.getKey()).isEqualTo(200);
      assertThat(answer.body()).as(file.getKey()).isEqualTo(file.getValue());
      assertThat(header(answer, "content-type"))
          .as("%s: does PageFiles know this type?", file.getKey())
          .isEqualTo(MEDIA_TYPES.get(extension));
    }
    assertThat(get("/").body()).isEqualTo(files.get("/page/index.html"));
  }

  @Test
  void compressedAllOfItIsSmall() throws Exception {
    int sum = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      HttpResponse<byte[]> answer = get(file.getKey(), "Accept-Encoding", "br, gzip;q=0.8");
      // A browser asks for maps only where somebody looks at the sources.
      sum += file.getKey().endsWith(".map") ? 0 : answer.body().length;
      assertThat(header(answer, "vary")).isEqualTo("Accept-Encoding");
      if (header(answer, "content-encoding").equals("gzip")) {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
          assertThat(plain.readAllBytes()).as(file.getKey()).isEqualTo(file.getValue());
        }
      } else {
        assertThat(answer.body()).as(file.getKey()).isEqualTo(file.getValue());
      }
    }
    assertThat(header(get("/lib/index.js", "Accept-Encoding", "gzip"), "content-encoding"))
        .isEqualTo("gzip");
    assertThat(header(get("/lib/index.js", "Accept-Encoding", "gzip;q=0"), "content-encoding"))
        .isEmpty();
    assertThat(sum).isLessThan(BUDGET_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", ";q=", "gzip;q=x", "W/\"gzip\"", "\"", "gzip;;;q=1", "*;q=0"})
  void aStrangeWishForAnEncodingDoesNoHarm(String wish) throws Exception {
    assertThat(get("/", "Accept-Encoding", wish).statusCode()).isEqualTo(200);
  }

  @Test
  void everyAnswerHasTheHeadersThatKeepThePageAlone() throws Exception {
    for (String path : List.of("/", "/lib/index.js")) {
      HttpResponse<byte[]> answer = get(path);
      assertThat(header(answer, "content-security-policy"))
          .contains(
              "default-src 'none'",
              "script-src 'self'",
              "connect-src 'self'",
              "base-uri 'none'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'")
          .doesNotContain("unsafe");
      assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(answer, "referrer-policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
      assertThat(header(answer, "permissions-policy"))
          .contains("camera=()", "microphone=()", "geolocation=()");
      assertThat(header(answer, "set-cookie")).isEmpty();
    }
  }

  /** Bundled, their code has left the folders that name them. */
  @ParameterizedTest
  @ValueSource(strings = {"/lib/vendor/idb/LICENSE", "/page/vendor/lit-html/LICENSE"})
  void theLicencesOfWhatOthersWroteAreServed(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Copyright (c)");
  }

  @Test
  void whatABrowserHasIsNotSentAgain() throws Exception {
    for (String encoding : List.of("identity", "gzip")) {
      HttpResponse<byte[]> first = get("/lib/index.js", "Accept-Encoding", encoding);
      String etag = header(first, "etag");
      assertThat(header(first, "cache-control")).isEqualTo("no-cache");
      for (String known : List.of(etag, "\"other\", " + etag, "W/" + etag, "*")) {
        HttpResponse<byte[]> again =
            get("/lib/index.js", "Accept-Encoding", encoding, "If-None-Match", known);
        assertThat(again.statusCode()).as(known).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "etag")).isEqualTo(etag);
        assertThat(header(again, "cache-control")).isEqualTo("no-cache");
      }
    }
    String plain = header(get("/lib/index.js"), "etag");
    for (String other : List.of("\"other\"", plain.replace("\"", ""), "\"", ",,", plain + "x")) {
      HttpResponse<byte[]> answer =
          get("/lib/index.js", "Accept-Encoding", "gzip", "If-None-Match", other);
      assertThat(answer.statusCode()).as(other).isEqualTo(200);
      assertThat(header(answer, "etag")).isNotEqualTo(plain);
    }
  }

  @Test
  void headTellsTheSameWithoutTheBody() throws Exception {
    HttpResponse<byte[]> get = get("/");
    HttpResponse<byte[]> head =
        client.send(
            HttpRequest.newBuilder(uri("/")).HEAD().build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : List.of("etag", "content-type", "content-length")) {
      assertThat(header(head, name)).isEqualTo(header(get, name)).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/page",
        "/page/",
        "/lib",
        "/page/index.html/",
        "/page//index.html",
        "/index.html",
        "//",
        "/PAGE/INDEX.HTML",
        "/page/index.html.gz",
        "/page/index.html%00",
        "/page/index.html%20",
        "/page%2findex.html",
        "/page%5cindex.html",
        "/page/../../../META-INF/MANIFEST.MF",
        "/page/..%2f..%2f..%2fMETA-INF/MANIFEST.MF",
        "/%2e%2e/%2e%2e/logback.xml",
        "/..%5c..%5cetc/passwd",
        "/../../../../../../etc/passwd",
        "/page/%252e%252e/lib/index.js",
        "/dev/plait/web/page/index.html",
        "/dev/plait/server/app/Node.class",
        "/page/nothing.js"
      })
  void nothingElseIsServed(String target) throws IOException {
    assertThat(RawHttp.get(node.node().uri(), target, List.of("Host: localhost")).status())
        .isIn(400, 404);
  }

  @Test
  void onlyGetAndHead() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri("/page/index.html"))
                  .method(method, HttpRequest.BodyPublishers.ofString("x"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(method).isEqualTo(404);
      assertThat(answer.body()).contains("\"code\":\"not-found\"");
    }
  }

  @Test
  void theApiIsWhereItWas() throws Exception {
    for (String path : List.of("/v1/time", "/healthz", "/readyz")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(header(get(path), "cache-control")).isEqualTo("no-store");
    }
    assertThat(new String(get("/v1/nothing").body(), StandardCharsets.UTF_8)).contains("not-found");
  }

  @Test
  void aNodeTellsWhereItsPageIsUnlessItIsSwitchedOff(@TempDir Path data) throws Exception {
    assertThat(node.node().page())
        .isEqualTo(URI.create("http://localhost:" + node.node().uri().getPort() + "/"));
    try (TestNode bare = TestNode.start(data, Map.of("plait.http.page", "false"))) {
      assertThat(bare.node().page()).isNull();
      assertThat(bare.get(null, "/").code()).isEqualTo("not-found");
      assertThat(bare.get(null, "/page/index.html").code()).isEqualTo("not-found");
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private URI uri(String path) {
    return node.node().uri().resolve(path);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
