package dev.spoor.server.error;

/// Every failure a user can see, by name; the name is part of the API and never changes its
/// meaning.
public enum ErrorCode {
  INVALID_REQUEST(ErrorKind.INVALID_INPUT),
  INVALID_QUERY(ErrorKind.INVALID_INPUT),
  INVALID_ARTIFACT(ErrorKind.INVALID_INPUT),
  INVALID_NOTEBOOK(ErrorKind.INVALID_INPUT),
  INVALID_SETTING(ErrorKind.INVALID_INPUT),
  SETUP_CODE_WRONG(ErrorKind.FORBIDDEN),
  NOT_LOGGED_IN(ErrorKind.UNAUTHENTICATED),
  LOGIN_FAILED(ErrorKind.UNAUTHENTICATED),
  FORBIDDEN(ErrorKind.FORBIDDEN),
  ORIGIN_REFUSED(ErrorKind.FORBIDDEN),
  NOT_FOUND(ErrorKind.NOT_FOUND),
  CONFLICT(ErrorKind.CONFLICT),
  ALREADY_EXISTS(ErrorKind.CONFLICT),
  TOO_LARGE(ErrorKind.TOO_LARGE),
  RATE_LIMITED(ErrorKind.LIMIT),
  LIMIT_REACHED(ErrorKind.LIMIT),
  UNAVAILABLE(ErrorKind.UNAVAILABLE),
  CANCELLED(ErrorKind.CONFLICT),
  INTERNAL(ErrorKind.INTERNAL);

  private final ErrorKind kind;

  ErrorCode(ErrorKind kind) {
    this.kind = kind;
  }

  public ErrorKind kind() {
    return kind;
  }
}
