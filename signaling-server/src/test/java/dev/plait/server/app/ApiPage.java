package dev.plait.server.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** docs/openapi.yaml, read, and asked whether an answer is one that it promises. */
final class ApiPage {
  private static final Path FILE = Path.of("..", "docs", "openapi.yaml");

  private final JsonNode page;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, com.networknt.schema.Schema> schemas = new ConcurrentHashMap<>();

  record Operation(String method, String path, boolean isPublic) {}

  private ApiPage(JsonNode page) {
    this.page = page;
  }

  static ApiPage read() {
    try {
      return new ApiPage(new YAMLMapper().readTree(Files.readString(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : page.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getKey().equals("parameters")) {
          operations.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  method.getValue().has("security")));
        }
      }
    }
    return operations;
  }

  /** Empty when the answer is as promised, else what is wrong with it. */
  List<String> faults(String method, String path, int status, String mediaType, String body) {
    JsonNode operation = operation(method, path);
    if (operation == null) {
      boolean refused = status == 404 || status == 405 || status == 400 || method.equals("OPTIONS");
      return refused ? List.of() : List.of(method + " " + path + " is not on the page");
    }
    JsonNode response = operation.get("responses").get(Integer.toString(status));
    if (response == null) {
      if (status < 400) {
        return List.of(method + " " + path + " does not promise " + status);
      }
      response = page.at("/components/responses/Problem");
    }
    JsonNode content = response.get("content");
    if (content == null) {
      return body.isEmpty() ? List.of() : List.of("a body where none is promised");
    }
    JsonNode promised = content.get(mediaType.replaceFirst(";.*", ""));
    if (promised == null) {
      return List.of(mediaType + " is not promised for " + status);
    }
    JsonNode reference = promised.get("schema").get("$ref");
    return reference == null ? List.of() : validate(reference.textValue(), body);
  }

  private List<String> validate(String reference, String body) {
    return schemas
        .computeIfAbsent(reference, this::schema)
        .validate(body, InputFormat.JSON)
        .stream()
        .map(error -> reference + ": " + error)
        .toList();
  }

  /** The page's components as a JSON schema of their own: only the names of places differ. */
  private com.networknt.schema.Schema schema(String reference) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$ref", reference);
    schema.set("$defs", page.at("/components/schemas"));
    String text = schema.toString().replace("#/components/schemas/", "#/$defs/");
    return registry.getSchema(text, InputFormat.JSON);
  }

  private @org.jspecify.annotations.Nullable JsonNode operation(String method, String path) {
    for (Map.Entry<String, JsonNode> candidate : page.get("paths").properties()) {
      String pattern = candidate.getKey().replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+");
      JsonNode operation = candidate.getValue().get(method.toLowerCase(Locale.ROOT));
      if (operation != null && path.matches(pattern)) {
        return operation;
      }
    }
    return null;
  }
}
