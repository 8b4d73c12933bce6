package dev.spoor.vql.syntax;

/// The kinds of tokens.
enum Token {
  END("end of text"),
  BAD("character"),
  EXPLAIN("EXPLAIN"),
  SELECT("SELECT"),
  WHERE("WHERE"),
  AND("AND"),
  OR("OR"),
  FROM("FROM"),
  NOT("NOT"),
  AS("AS"),
  IN("IN"),
  LIMIT("LIMIT"),
  NULL("NULL"),
  DESC("DESC"),
  GROUP_BY("GROUP BY"),
  ORDER_BY("ORDER BY"),
  TRUE("TRUE"),
  FALSE("FALSE"),
  LET("LET"),
  NUMBER("number"),
  NAME("name"),
  NEGATED_NAME("name"),
  STRING("string"),
  NOT_EQUAL_SQL("<>"),
  NOT_EQUAL("!="),
  LESS_EQUAL("<="),
  GREATER_EQUAL(">="),
  ARROW("=>"),
  MATCH("=~"),
  MINUS("-"),
  PLUS("+"),
  COLON(":"),
  STAR("*"),
  SLASH("/"),
  PERCENT("%"),
  COMMA(","),
  DOT("."),
  OPEN_PAREN("("),
  CLOSE_PAREN(")"),
  EQUAL("="),
  LESS("<"),
  GREATER(">"),
  OPEN_BRACE("{"),
  CLOSE_BRACE("}"),
  OPEN_BRACKET("["),
  CLOSE_BRACKET("]");

  private final String label;

  Token(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean isWord() {
    return compareTo(EXPLAIN) >= 0 && compareTo(LET) <= 0;
  }

  boolean isComparison() {
    return switch (this) {
      case NOT_EQUAL_SQL, NOT_EQUAL, LESS_EQUAL, GREATER_EQUAL, MATCH, EQUAL, LESS, GREATER, IN ->
          true;
      default -> false;
    };
  }
}
