import Backprop
import BackpropFiles

/// What people write out of habit from Python, NumPy, PyTorch, textbooks or input methods, and what it is called here.
enum ForeignNames {
  /// How functions with other names, in lower case, are written in this language. (One text, since the compiler takes
  /// long for a dictionary of so many.)
  private static let functions: [String: String] = {
    var forms: [String: String] = [:]
    for line in otherFunctions.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      for name in parts[0].split(separator: " ") { forms[String(name)] = String(parts[1].dropFirst()) }
    }
    return forms
  }()

  private static let otherFunctions = """
    ln: log(x)
    log2: log(x) / log(2)
    log10: log(x) / log(10)
    log1p: log(1 + x)
    exp2: 2 ** x
    expm1: exp(x) - 1
    cbrt: x ** (1 / 3)
    pow power float_power: x ** y
    square: x ** 2
    reciprocal: 1 / x
    neg negative: -x
    add: x + y
    sub subtract: x - y
    mul multiply times: x * y
    div divide true_divide: x / y
    mm bmm mv tensordot einsum: dot(x, W)
    inner vdot: dot(x, y)
    outer: reshape(x, -1, 1) * y
    affine linear dense: x @ W + b
    maximum fmax: relu(x) for the larger one of 0 and x
    minimum fmin: -relu(-x) for the smaller one of 0 and x
    amax nanmax: max(x)
    min amin: -max(-x)
    nansum: sum(x)
    avg average: mean(x)
    var: mean((x - mean(x)) ** 2)
    std: sqrt(mean((x - mean(x)) ** 2))
    norm: sqrt(sum(x ** 2))
    abs absolute fabs: relu(x) + relu(-x)
    expit logistic: sigmoid(x)
    logit: log(x / (1 - x))
    swish: silu(x)
    leakyrelu lrelu: leaky_relu(x)
    conv convolve convolution correlate conv2: conv2d(x, w)
    maxpool max_pool maxpool2d max_pooling: max_pool2d(x, 2)
    avgpool avg_pool avgpool2d average_pool average_pool2d mean_pool: avg_pool2d(x, 2)
    layernorm layer_normalization: layer_norm(x)
    logsumexp: log(sum(exp(x)))
    sinh: (exp(x) - exp(-x)) / 2
    cosh: (exp(x) + exp(-x)) / 2
    cross_entropy_error: cross_entropy(y, t)
    crossentropyloss cross_entropy_loss softmax_cross_entropy softmax_cross_entropy_with_logits softmax_loss: softmax_with_loss(a, t)
    bce bcewithlogitsloss binary_cross_entropy binary_cross_entropy_with_logits: sigmoid_with_loss(a, t)
    mse mseloss mse_loss mean_squared_error: mean((y - t) ** 2)
    sum_squared_error: 0.5 * sum((y - t) ** 2)
    t swapaxes: transpose(x)
    ravel flatten: reshape(x, -1)
    view: reshape(x, 2, 3)
    array asarray tensor: the list itself, as in [1, 2]
    """

  /// What functions are put behind in Python.
  private static let modules: Set<String> = [
    "np", "numpy", "math", "torch", "F", "nn", "tf", "jnp", "jax", "cp", "scipy", "functions", "layers",
  ]

  /// What to say of a function that there isn't.
  static func advice(forFunction name: String) -> String {
    let start = "There is no function \(Names.shown(name))"
    if let form = functions[name.lowercased()] { return "\(start); write \(form)." }
    let hint = Suggestion.near(name, among: GraphFunction.named.map(\.name))
    return "\(start)." + (hint.map { " Did you mean \($0)?" } ?? "")
  }

  /// What to say of a name behind a point, such as `np.exp` and `x.T`.
  ///
  /// - Parameter owner: the name before the point, `nil` where it is a bracket that ends there.
  static func advice(forMember member: String, of owner: String?) -> String {
    let shown = Names.shown(member)
    let form = GraphFunction.named(member)?.usage ?? functions[member.lowercased()]
    guard let owner, modules.contains(owner) else {
      let start = "A point can't stand between names"
      return form.map { "\(start); write \($0)." } ?? "\(start); functions are written as in exp(x)."
    }
    if let form { return "Functions belong to no module; for \(owner).\(shown) write \(form)." }
    return "Functions belong to no module, as in exp(x). " + advice(forFunction: member)
  }

  /// What to add where a name has no value that stands for a number elsewhere.
  static func hint(forValue name: String) -> String? {
    switch name {
    case "e": " For powers of Euler's number write exp(x)."
    case "pi", "π": " For the number write --set \(name)=3.141592653589793."
    default: nil
    }
  }

  /// What to say of a sign that has no meaning here and a clear one elsewhere.
  static func advice(forSign sign: Character) -> String? {
    switch sign {
    case "^": return "The sign ^ has no meaning here; write a power with **."
    case "²", "³": return "A raised \(sign) has no meaning here; write a power with **."
    case "{", "}": return "Braces have no meaning here; group with ( and )."
    case "·", "⋅", "∙", "•", "∗", "⊙":
      return "The sign \(sign) has no meaning here; write * to multiply, or @ for matrices."
    case "√": return "The sign √ has no meaning here; write sqrt(x)."
    case "∑": return "The sign \(sign) has no meaning here; write sum(x)."
    case "'", "’": return "The sign \(sign) has no meaning here; write transpose(x)."
    case "%": return "The sign % has no meaning here; write 0.1 for ten percent."
    case "|": return "The sign | has no meaning here; write relu(x) + relu(-x) for a magnitude."
    case "–", "—": return "The dash \(sign) has no meaning here; write - for a minus."
    default: break
    }
    // Chinese and Japanese input methods write these instead of the signs of ASCII.
    if let scalar = sign.unicodeScalars.first, sign.unicodeScalars.count == 1,
      (0xFF01...0xFF5E).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0)
    {
      return "The wide \(sign) has no meaning here; write \(plain), in half width."
    }
    if sign == "【" || sign == "】" { return "The bracket \(sign) has no meaning here; write [ or ]." }
    return nil
  }
}
