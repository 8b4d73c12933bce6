package dev.spoor.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What a route answers.
public record ApiResponse(int status, Map<String, List<String>> headers, Body body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public sealed interface Body {
    record None() implements Body {}

    record Bytes(String contentType, byte[] content) implements Body {}

    /// Written piece by piece on the handler's virtual thread after it has returned.
    record Streamed(String contentType, StreamWriter writer) implements Body {}
  }

  /// Writes a streamed body. What it throws cuts the connection, so that a reader sees that the
  /// answer is not whole.
  @FunctionalInterface
  public interface StreamWriter {
    void writeTo(ResponseStream stream);
  }

  /// The open end of a streamed answer. `write` and `flush` block while the reader is slow, and
  /// throw [StreamClosedException] when it is gone. Used by one thread, except for [#onClose].
  public interface ResponseStream {
    void write(byte[] bytes);

    /// One JSON line; buffered until [#flush] or 32 KiB.
    default void writeLine(Object json) {
      byte[] bytes = JSON.writeValueAsBytes(json);
      byte[] line = java.util.Arrays.copyOf(bytes, bytes.length + 1);
      line[bytes.length] = '\n';
      write(line);
    }

    void flush();

    boolean isClosed();

    /// Runs when the reader goes away, at once if it is gone; must be short.
    void onClose(Runnable action);
  }

  /// The reader of a streamed answer is gone.
  public static final class StreamClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StreamClosedException() {
      super("the reader closed the connection");
    }
  }

  public static ApiResponse ok(Object json) {
    return json(200, json);
  }

  public static ApiResponse created(Object json) {
    return json(201, json);
  }

  public static ApiResponse json(int status, Object json) {
    return new ApiResponse(
        status, Map.of(), new Body.Bytes("application/json", JSON.writeValueAsBytes(json)));
  }

  public static ApiResponse noContent() {
    return new ApiResponse(204, Map.of(), new Body.None());
  }

  public static ApiResponse bytes(String contentType, byte[] content) {
    return new ApiResponse(200, Map.of(), new Body.Bytes(contentType, content));
  }

  /// A file to save, never to show: `attachment`, in a sandbox.
  public static ApiResponse download(String fileName, String contentType, byte[] content) {
    String safe = fileName.replaceAll("[^A-Za-z0-9._-]", "_");
    return bytes(contentType, content)
        .withHeader("Content-Disposition", "attachment; filename=\"" + safe + "\"");
  }

  public static ApiResponse jsonLines(StreamWriter writer) {
    return new ApiResponse(200, Map.of(), new Body.Streamed("application/jsonl", writer));
  }

  /// One page of a list: `{"items": […], "next": cursor or null}`.
  public static ApiResponse page(List<?> items, @Nullable String next) {
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("items", items);
    page.put("next", next);
    return ok(page);
  }

  public ApiResponse withHeader(String name, String value) {
    Map<String, List<String>> all = new LinkedHashMap<>(headers);
    all.merge(
        name,
        List.of(value),
        (before, added) ->
            java.util.stream.Stream.concat(before.stream(), added.stream()).toList());
    return new ApiResponse(status, all, body);
  }
}
