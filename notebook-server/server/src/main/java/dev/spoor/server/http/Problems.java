package dev.spoor.server.http;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.ErrorKind;
import dev.spoor.server.error.SpoorException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Failures as RFC 9457 problem details; the one handler of the API. What is not meant for the user
/// goes to the log under the trace id.
final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private Problems() {}

  static ApiResponse of(Throwable failure, String traceId) {
    if (failure instanceof SpoorException known) {
      if (known.code().kind() == ErrorKind.INTERNAL) {
        LOG.error("request {} failed", traceId, failure);
      }
      return of(known.code().kind().httpStatus(), known, traceId);
    }
    LOG.error("request {} failed", traceId, failure);
    return of(
        ErrorCode.INTERNAL,
        "something went wrong inside the server; the log has the details under " + traceId,
        traceId);
  }

  static ApiResponse of(ErrorCode code, String detail, String traceId) {
    return of(code.kind().httpStatus(), new SpoorException(code, detail), traceId);
  }

  static ApiResponse of(int status, SpoorException failure, String traceId) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "urn:spoor:error:" + failure.code().name());
    problem.put("title", title(failure.code()));
    problem.put("status", status);
    problem.put("code", failure.code().name());
    problem.put("detail", String.valueOf(failure.getMessage()));
    problem.put("issues", List.copyOf(failure.problems()));
    problem.put("traceId", traceId);
    return new ApiResponse(
        status,
        Map.of(),
        new ApiResponse.Body.Bytes("application/problem+json", JSON.writeValueAsBytes(problem)));
  }

  private static String title(ErrorCode code) {
    return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
