package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Printer;
import dev.spoor.vql.syntax.Statement.LambdaText;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Trees to plans. Registered functions are resolved here; everything that may be a LET is looked
/// up at run time.
public final class Compiler {
  private final PlanContext context;
  private final SelectCompiler selects;

  public Compiler(PlanContext context) {
    this.context = context;
    this.selects = new SelectCompiler(context, this);
  }

  SelectCompiler selects() {
    return selects;
  }

  public Lambda lambda(LambdaText lambda) {
    List<String> parameters = lambda.parameters().stream().map(Expr.Name::value).toList();
    return new CompiledLambda(parameters, expression(lambda.body()));
  }

  Node expression(Expr expression) {
    boolean server = context.operators().isServer();
    return switch (expression) {
      case Expr.Literal literal -> new Node.Constant(literal.value());
      case Expr.Text text -> new Node.Constant(VqlString.ofBytes(text.bytes()));
      case Expr.Symbol symbol -> negate(symbol.negated(), symbol(symbol));
      case Expr.Call call -> negate(call.callee().negated(), call(call));
      case Expr.SubSelect sub -> new Nodes.QueryNode(selects.select(sub.select()));
      case Expr.ArrayLiteral array -> list(array.items(), array.trailingComma());
      case Expr.Paren paren -> list(paren.items(), paren.trailingComma());
      case Expr.Items items -> array(items.items());
      case Expr.And and -> new Nodes.And(all(and.operands()), keepsValue(and.operators(), '&'));
      case Expr.Or or -> new Nodes.Or(all(or.operands()), keepsValue(or.operators(), '|'));
      case Expr.Not not -> new Nodes.Not(expression(not.operand()));
      case Expr.Compare compare -> {
        Node left = expression(compare.left());
        Node right = expression(compare.right());
        yield compare.operator().equals("=~")
            ? new Nodes.Match(server, left, right)
            : new Nodes.Compare(context.operators(), compare.operator(), left, right);
      }
      case Expr.Arithmetic sum -> {
        char[] operators = new char[sum.operators().size()];
        for (int i = 0; i < operators.length; i++) {
          operators[i] = sum.operators().get(i).charAt(0);
        }
        yield new Nodes.Chain(server, all(sum.operands()), operators);
      }
      case Expr.Member member -> member(member);
    };
  }

  private static boolean[] keepsValue(List<String> operators, char symbol) {
    boolean[] keeps = new boolean[operators.size()];
    for (int i = 0; i < keeps.length; i++) {
      String written = operators.get(i);
      // && and ||; a single | behaves like OR
      keeps[i] = written.length() > 1 && written.charAt(0) == symbol;
    }
    return keeps;
  }

  private static Node negate(boolean negated, Node node) {
    return negated ? new Nodes.Negate(node) : node;
  }

  private Node[] all(List<Expr> expressions) {
    Node[] nodes = new Node[expressions.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = expression(expressions.get(i));
    }
    return nodes;
  }

  /// `(a)` and `[a]` are just `a`.
  private Node list(List<Expr> items, boolean trailingComma) {
    return items.size() == 1 && !trailingComma ? expression(items.getFirst()) : array(items);
  }

  private Node array(List<Expr> items) {
    Node[] nodes = all(items);
    List<@Nullable Object> values = new ArrayList<>(nodes.length);
    for (Node node : nodes) {
      if (!(node instanceof Node.Constant constant)) {
        return new Nodes.Array(nodes);
      }
      values.add(constant.value());
    }
    return new Node.Constant(values);
  }

  private Node symbol(Expr.Symbol symbol) {
    List<String> names = symbol.names().stream().map(Expr.Name::value).toList();
    return new SymbolNode(names, context.catalog().function(names.getFirst()) != null);
  }

  private Node call(Expr.Call call) {
    List<Expr.Name> names = call.callee().names();
    String name = names.getFirst().value();
    CallArguments arguments = arguments(call.arguments());
    VqlFunction function = names.size() == 1 ? context.catalog().function(name) : null;
    if (function != null) {
      return new FunctionNode(context, function, arguments, call.start(), call.end());
    }
    String text = Printer.print(new Expr.Symbol(false, names, call.start(), call.end()));
    return new LetCallNode(text, names.size() == 1 ? name : null, symbol(call.callee()), arguments);
  }

  CallArguments arguments(List<Expr.Argument> given) {
    String[] names = new String[given.size()];
    Node[] values = new Node[given.size()];
    boolean[] eager = new boolean[given.size()];
    for (int i = 0; i < names.length; i++) {
      names[i] = given.get(i).name().value();
      values[i] = expression(given.get(i).value());
      eager[i] = given.get(i).value() instanceof Expr.ArrayLiteral;
    }
    return new CallArguments(names, values, eager);
  }

  private Node member(Expr.Member member) {
    List<Nodes.Step> steps = new ArrayList<>(member.path().size());
    for (Expr.Access access : member.path()) {
      steps.add(
          switch (access) {
            case Expr.Access.ByName byName -> new Nodes.Step.ByName(byName.name().value());
            case Expr.Access.ByIndex byIndex ->
                new Nodes.Step.ByIndex(
                    byIndex.index() == null
                        ? new Node.Constant(null)
                        : expression(byIndex.index()));
            case Expr.Access.Slice slice ->
                new Nodes.Step.Slice(
                    slice.from() == null ? null : expression(slice.from()),
                    slice.to() == null ? null : expression(slice.to()));
          });
    }
    return new Nodes.MemberNode(expression(member.base()), List.copyOf(steps));
  }
}
