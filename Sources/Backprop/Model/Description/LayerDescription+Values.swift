// A layer as a name with settings, which lines and files read and write.

/// The settings that a layer was given, by name.
package struct LayerValues: Sendable {
  package var all: [String: LayerValue] = [:]

  package init() {}

  fileprivate init(_ pairs: (String, LayerValue?)...) {
    for (name, value) in pairs { all[name] = value }
  }

  fileprivate func count(_ name: String) -> Int? {
    if case .count(let count) = all[name] { count } else { nil }
  }

  fileprivate func extent(_ name: String) -> Extent2D? {
    if case .extent(let extent) = all[name] { extent } else { nil }
  }

  fileprivate func padding(_ name: String) -> Padding2D? {
    if case .padding(let padding) = all[name] { padding } else { nil }
  }

  fileprivate func real(_ name: String) -> Double? {
    if case .real(let number) = all[name] { number } else { nil }
  }

  fileprivate func layers(_ name: String) -> [LayerDescription]? {
    if case .layers(let layers) = all[name] { layers } else { nil }
  }
}

extension LayerDescription {
  /// What the layer is called, and what it can be told.
  package var form: LayerForm {
    switch self {
    case .affine: .affine
    case .convolution: .convolution
    case .maxPool: .maxPool
    case .averagePool: .averagePool
    case .globalAveragePool: .globalAveragePool
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .leakyReLU: .leakyReLU
    case .gelu: .gelu
    case .silu: .silu
    case .softplus: .softplus
    case .softmax: .softmax
    case .batchNorm: .batchNorm
    case .layerNorm: .layerNorm
    case .dropout: .dropout
    case .flatten: .flatten
    case .embedding: .embedding
    case .residual: .residual
    }
  }

  /// What it is told that isn't so by itself.
  package var values: LayerValues {
    func other(_ extent: Extent2D) -> LayerValue? { extent == 1 ? nil : .extent(extent) }
    func other(_ padding: Padding2D) -> LayerValue? { padding == 0 ? nil : .padding(padding) }
    func other(_ number: Double, than usual: Double) -> LayerValue? { number == usual ? nil : .real(number) }
    switch self {
    case .affine(let outputs): return LayerValues(("outputs", outputs.map { .count($0) }))
    case .convolution(let filters, let kernel, let stride, let padding, let dilation, let groups):
      return LayerValues(
        ("filters", .count(filters)), ("kernel", .extent(kernel)), ("stride", other(stride)),
        ("pad", other(padding)), ("dilation", other(dilation)), ("groups", groups == 1 ? nil : .count(groups))
      )
    case .maxPool(let window, let stride, let padding), .averagePool(let window, let stride, let padding):
      return LayerValues(
        ("window", .extent(window)), ("stride", stride.map { .extent($0) }), ("pad", other(padding)))
    case .leakyReLU(let slope): return LayerValues(("slope", other(slope, than: 0.01)))
    case .batchNorm(let epsilon, let momentum):
      return LayerValues(
        ("epsilon", other(epsilon, than: 1e-5)), ("momentum", other(momentum, than: 0.1)))
    case .layerNorm(let epsilon): return LayerValues(("epsilon", other(epsilon, than: 1e-5)))
    case .dropout(let probability): return LayerValues(("probability", .real(probability)))
    case .embedding(let count, let width):
      return LayerValues(("count", .count(count)), ("width", .count(width)))
    case .residual(let layers, let shortcut):
      return LayerValues(("layers", .layers(layers)), ("shortcut", shortcut.map { .layers($0) }))
    case .globalAveragePool, .relu, .tanh, .sigmoid, .gelu, .silu, .softplus, .softmax, .flatten:
      return LayerValues()
    }
  }

  /// The layer of a form with settings, of which those that are required must be there.
  package init(_ form: LayerForm, _ values: LayerValues) {
    let window = values.extent("window") ?? 1
    switch form.name {
    case "affine": self = .affine(values.count("outputs"))
    case "conv":
      self = .convolution(
        filters: values.count("filters") ?? 1, kernel: values.extent("kernel") ?? 1,
        stride: values.extent("stride") ?? 1, padding: values.padding("pad") ?? 0,
        dilation: values.extent("dilation") ?? 1, groups: values.count("groups") ?? 1)
    case "maxpool":
      self = .maxPool(window, stride: values.extent("stride"), padding: values.padding("pad") ?? 0)
    case "avgpool":
      self = .averagePool(window, stride: values.extent("stride"), padding: values.padding("pad") ?? 0)
    case "globalavgpool": self = .globalAveragePool
    case "relu": self = .relu
    case "tanh": self = .tanh
    case "sigmoid": self = .sigmoid
    case "leakyrelu": self = .leakyReLU(slope: values.real("slope") ?? 0.01)
    case "gelu": self = .gelu
    case "silu": self = .silu
    case "softplus": self = .softplus
    case "softmax": self = .softmax
    case "batchnorm":
      self = .batchNorm(epsilon: values.real("epsilon") ?? 1e-5, momentum: values.real("momentum") ?? 0.1)
    case "layernorm": self = .layerNorm(epsilon: values.real("epsilon") ?? 1e-5)
    case "dropout": self = .dropout(values.real("probability") ?? 0)
    case "flatten": self = .flatten
    case "embedding": self = .embedding(count: values.count("count") ?? 1, width: values.count("width") ?? 1)
    case "residual": self = .residual(values.layers("layers") ?? [], shortcut: values.layers("shortcut"))
    default: stop("\(form.name) has a form, but no layer")
    }
  }

  /// The layers within it, by the setting that has them.
  package var inner: [(setting: String, layers: [LayerDescription])] {
    guard case .residual(let layers, let shortcut) = self else { return [] }
    return [("layers", layers)] + (shortcut.map { [("shortcut", $0)] } ?? [])
  }
}
